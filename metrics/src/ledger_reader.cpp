#include <array>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "ledger_series.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {
namespace {

constexpr std::string_view kDeallocations = "polyorb_memory_deallocations_total";
constexpr std::string_view kSiteDeallocations = "polyorb_deallocation_site_total";
constexpr std::string_view kLiveObjects = "polyorb_live_objects";

/// A counter that every site has, with the labels `site` and `priority`.
struct SiteCounter {
  std::string_view series;
  std::uint64_t SiteAccount::*field;
};

constexpr std::array<SiteCounter, 4> kSiteCounters = {{
    {kSiteDeallocations, &SiteAccount::deallocations},
    {"polyorb_allocation_site_total", &SiteAccount::allocations},
    {"polyorb_deallocation_site_zeroizations_total", &SiteAccount::zeroizations},
    {"polyorb_deallocation_site_zeroized_bytes_total", &SiteAccount::zeroized_octets},
}};

Priority read_priority(const Sample& sample) {
  const std::string& text = require_label(sample, "priority");
  for (const Priority priority :
       {Priority::Critical, Priority::High, Priority::Medium, Priority::Low}) {
    if (text == to_string(priority)) {
      return priority;
    }
  }
  throw LedgerError("series " + describe(sample) +
                    " has a priority other than critical, high, medium or low");
}

/// The account that a sample is about. Each series must name the same sites, each of them once.
class SiteWalk {
 public:
  SiteWalk(Ledger& ledger, std::string_view series) : ledger_(ledger), series_(series) {}

  SiteAccount& visit(const Sample& sample) {
    const std::string& site = require_label(sample, "site");
    const auto account = ledger_.sites.find(site);
    if (account == ledger_.sites.end()) {
      throw LedgerError("series " + describe(sample) + " is of a site that " +
                        std::string(kSiteDeallocations) + " lacks");
    }
    if (!visited_.insert(site).second) {
      throw LedgerError("series " + describe(sample) + " names its site a second time");
    }
    return account->second;
  }

  void require_all_visited() const {
    for (const auto& [site, account] : ledger_.sites) {
      if (!visited_.contains(site)) {
        throw LedgerError("the metrics page has no series " +
                          describe({std::string(series_), {{"site", site}}, 0, std::nullopt}));
      }
    }
  }

 private:
  Ledger& ledger_;
  std::string_view series_;
  std::set<std::string_view> visited_;
};

void read_sites(const Exposition& page, Ledger& ledger) {
  for (const Sample* sample : require_series(page, kSiteDeallocations)) {
    ledger.sites[require_label(*sample, "site")].priority = read_priority(*sample);
  }
}

void read_site_counter(const Exposition& page, const SiteCounter& counter, Ledger& ledger) {
  SiteWalk walk(ledger, counter.series);
  for (const Sample* sample : require_series(page, counter.series)) {
    SiteAccount& account = walk.visit(*sample);
    if (read_priority(*sample) != account.priority) {
      throw LedgerError("series " + describe(*sample) + " has another priority than in " +
                        std::string(kSiteDeallocations));
    }
    account.*counter.field = require_count(*sample);
  }
  walk.require_all_visited();
}

void read_live_objects(const Exposition& page, Ledger& ledger) {
  SiteWalk walk(ledger, kLiveObjects);
  for (const Sample* sample : require_series(page, kLiveObjects)) {
    walk.visit(*sample).live_objects = require_integer(*sample);
  }
  walk.require_all_visited();
}

/// Takes the total or, with critical="true", the part of it that is critical; both once, and in the
/// order of the contract, since readers outside take the first line for the total.
void read_deallocations(const Exposition& page, Ledger& ledger) {
  std::optional<std::uint64_t> total;
  std::optional<std::uint64_t> critical;
  for (const Sample* sample : require_series(page, kDeallocations)) {
    require_label(*sample, "service");
    const bool is_critical = sample->labels.contains("critical");
    if (is_critical && sample->labels.at("critical") != "true") {
      throw LedgerError("series " + describe(*sample) +
                        " has a label critical other than \"true\"");
    }
    if (is_critical && !total) {
      throw LedgerError("series " + describe(*sample) + " stands before the total");
    }
    auto& figure = is_critical ? critical : total;
    if (figure) {
      throw LedgerError("series " + describe(*sample) + " gives its figure a second time");
    }
    figure = require_count(*sample);
  }
  if (!critical) {
    throw LedgerError("the metrics page has no series " + std::string(kDeallocations) +
                      " with critical=\"true\"");
  }
  ledger.deallocations = *total;
  ledger.critical_deallocations = *critical;
}

std::uint64_t read_requests(const Exposition& page) {
  std::uint64_t requests = 0;
  for (const Sample* sample : require_series(page, "polyorb_orb_requests_total")) {
    requests += require_count(*sample);
  }
  return requests;
}

double read_process_start_time(const Exposition& page) {
  const Sample& sample = require_single(page, "process_start_time_seconds");
  if (!std::isfinite(sample.value) || sample.value <= 0) {
    throw LedgerError("series " + describe(sample) + " is no time");
  }
  return sample.value;
}

}  // namespace

Ledger read_ledger(const Exposition& page) {
  Ledger ledger;
  read_deallocations(page, ledger);
  ledger.zeroizations = require_count(require_single(page, "polyorb_memory_zeroizations_total"));
  ledger.zeroized_octets = require_count(require_single(page, "polyorb_zeroized_bytes_total"));
  read_sites(page, ledger);
  for (const SiteCounter& counter : kSiteCounters) {
    read_site_counter(page, counter, ledger);
  }
  read_live_objects(page, ledger);
  ledger.requests = read_requests(page);
  ledger.process_start_time = read_process_start_time(page);
  return ledger;
}

}  // namespace orbbench::metrics
