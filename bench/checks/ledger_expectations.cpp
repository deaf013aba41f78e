#include "checks/ledger_expectations.hpp"

#include <nlohmann/json.hpp>

#include "checks/ledger_expectations_json.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;

metrics::Priority parse_priority(const std::string& text) {
  for (const auto priority : {metrics::Priority::Critical, metrics::Priority::High,
                              metrics::Priority::Medium, metrics::Priority::Low}) {
    if (text == metrics::to_string(priority)) {
      return priority;
    }
  }
  throw orb_client::ConfigError("priority \"" + text + "\" is none of critical, high, medium, low");
}

SiteExpectation parse_site(const json& site) {
  SiteExpectation expectation;
  expectation.priority = parse_priority(site.at("priority").get<std::string>());
  for (const auto& [event, count] : site.at("per").items()) {
    expectation.per_event[event] = count.get<std::uint64_t>();
  }
  return expectation;
}

}  // namespace

LedgerExpectations LedgerExpectations::parse(std::string_view text, const std::string& source) {
  LedgerExpectations expectations;
  try {
    const json document = json::parse(text);
    for (const auto& [name, site] : document.at("sites").items()) {
      expectations.sites_[name] = parse_site(site);
    }
  } catch (const std::exception& error) {
    throw orb_client::ConfigError("ledger expectations " + source + ": " + error.what());
  }
  return expectations;
}

LedgerExpectations LedgerExpectations::built_in() {
  return parse(kLedgerExpectationsJson, "(built in)");
}

std::uint64_t LedgerExpectations::expected(const std::string& site,
                                           const EventCounts& events) const {
  std::uint64_t total = 0;
  for (const auto& [event, objects] : sites_.at(site).per_event) {
    const auto happened = events.find(event);
    total += happened == events.end() ? 0 : objects * happened->second;
  }
  return total;
}

}  // namespace orbbench::bench
