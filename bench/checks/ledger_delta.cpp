#include "checks/ledger_delta.hpp"

#include <chrono>
#include <thread>

#include "checks/scenario.hpp"

namespace orbbench::bench {
namespace {

constexpr int kAttempts = 3;
constexpr std::chrono::milliseconds kSettleBudget{500};
constexpr std::chrono::milliseconds kBetweenScrapes{20};

std::string signed_text(std::uint64_t from, std::uint64_t to) {
  return std::to_string(static_cast<std::int64_t>(to - from));
}

std::string difference(const std::string& site, const char* figure, std::uint64_t before,
                       std::uint64_t after, std::uint64_t expected) {
  return site + ": " + figure + " moved by " + signed_text(before, after) + ", expected " +
         std::to_string(expected);
}

void compare_site(const std::string& site, const metrics::SiteAccount& before,
                  const metrics::SiteAccount& after, std::uint64_t expected,
                  std::vector<std::string>& unexpected) {
  if (expected == 0) {
    unexpected.push_back(site + ": the scenario does not touch it");
  }
  if (after.deallocations - before.deallocations != expected) {
    unexpected.push_back(
        difference(site, "deallocations", before.deallocations, after.deallocations, expected));
  }
  if (after.allocations - before.allocations != expected) {
    unexpected.push_back(
        difference(site, "allocations", before.allocations, after.allocations, expected));
  }
  if (after.live_objects != before.live_objects) {
    unexpected.push_back(site + ": live objects went from " + std::to_string(before.live_objects) +
                         " to " + std::to_string(after.live_objects) + ", expected no change");
  }
}

std::uint64_t foreign_requests(const LedgerDelta& delta) {
  const auto own = delta.events.find("request");
  return delta.after.requests - delta.before.requests -
         (own == delta.events.end() ? 0 : own->second);
}

// A core may free what a request used only after it sent the reply.
void wait_until_settled(CheckContext& context, LedgerDelta& delta) {
  const auto deadline = orb_client::Deadline::after(kSettleBudget);
  delta.after = metrics::read_ledger(context.metrics.scrape());
  while (!find_unexpected(delta, context.expectations).empty() && !deadline.expired()) {
    std::this_thread::sleep_for(kBetweenScrapes);
    delta.after = metrics::read_ledger(context.metrics.scrape());
  }
  delta.foreign_requests = foreign_requests(delta);
}

}  // namespace

LedgerDelta measure_scenario(CheckContext& context) {
  orb_client::ConnectionPool pool(context.runtime, context.core, {.lanes = 1, .waiters = 0});
  auto lane = pool.lease(orb_client::Deadline::after(std::chrono::seconds(5)));
  LedgerDelta delta;
  for (int attempt = 1; attempt <= kAttempts; ++attempt) {
    throw_if_stopped(context);
    context.report("scenario, attempt " + std::to_string(attempt));
    delta.before = metrics::read_ledger(context.metrics.scrape());
    Scenario scenario(*lane, fresh_widget_ids(), fresh_tag());
    scenario.run();
    delta.events = scenario.events();
    wait_until_settled(context, delta);
    if (delta.foreign_requests == 0) {
      break;
    }
  }
  return delta;
}

std::string describe_disturbance(const LedgerDelta& delta) {
  return "others called the core meanwhile (" + std::to_string(delta.foreign_requests) +
         " requests): exact figures need it alone";
}

std::vector<std::string> find_unexpected(const LedgerDelta& delta,
                                         const LedgerExpectations& expectations) {
  std::vector<std::string> unexpected;
  for (const auto& [site, expectation] : expectations.sites()) {
    const auto before = delta.before.sites.find(site);
    const auto after = delta.after.sites.find(site);
    if (before == delta.before.sites.end() || after == delta.after.sites.end()) {
      unexpected.push_back(site + ": the core does not report it");
      continue;
    }
    if (after->second.priority != expectation.priority) {
      unexpected.push_back(site + ": its priority is " + to_string(after->second.priority) +
                           ", expected " + to_string(expectation.priority));
    }
    compare_site(site, before->second, after->second, expectations.expected(site, delta.events),
                 unexpected);
  }
  for (const auto& [site, account] : delta.after.sites) {
    if (!expectations.sites().contains(site)) {
      unexpected.push_back(site + ": the core reports it, and nothing is expected of it");
    }
  }
  return unexpected;
}

Table ledger_table(const LedgerDelta& delta) {
  Table table{"ledger",
              {"site", "priority", "allocations", "deallocations", "zeroisations",
               "zeroised_octets", "live_objects"},
              {}};
  for (const auto& [site, after] : delta.after.sites) {
    const auto found = delta.before.sites.find(site);
    const metrics::SiteAccount before =
        found == delta.before.sites.end() ? metrics::SiteAccount{} : found->second;
    table.rows.push_back({site, to_string(after.priority),
                          signed_text(before.allocations, after.allocations),
                          signed_text(before.deallocations, after.deallocations),
                          signed_text(before.zeroizations, after.zeroizations),
                          signed_text(before.zeroized_octets, after.zeroized_octets),
                          std::to_string(after.live_objects)});
  }
  return table;
}

std::vector<std::string> find_unwiped(const LedgerDelta& delta,
                                      const LedgerExpectations& expectations) {
  std::vector<std::string> unwiped;
  for (const auto& [site, expectation] : expectations.sites()) {
    const auto before = delta.before.sites.find(site);
    const auto after = delta.after.sites.find(site);
    const bool must_be_wiped = expectation.priority == metrics::Priority::Critical ||
                               expectation.priority == metrics::Priority::High;
    if (!must_be_wiped || before == delta.before.sites.end() || after == delta.after.sites.end()) {
      continue;
    }
    const std::uint64_t expected = expectations.expected(site, delta.events);
    if (after->second.zeroizations - before->second.zeroizations != expected) {
      unwiped.push_back(difference(site, "zeroisations", before->second.zeroizations,
                                   after->second.zeroizations, expected));
    }
    if (expected > 0 && after->second.zeroized_octets <= before->second.zeroized_octets) {
      unwiped.push_back(site + ": no octets were wiped in " + std::to_string(expected) +
                        " deallocations");
    }
  }
  return unwiped;
}

}  // namespace orbbench::bench
