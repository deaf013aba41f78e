#include <chrono>

#include "checks/check.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kConnectBudget{5};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

}  // namespace

CheckResult check_core_reachable(CheckContext& context) {
  const auto start = std::chrono::steady_clock::now();
  orb_client::ConnectionPool pool(context.runtime, context.core, {.lanes = 1, .waiters = 0});
  auto lane = pool.lease(orb_client::Deadline::after(kConnectBudget));
  lane->ping(orb_client::Deadline::after(kConnectBudget));
  const double connect_ms = milliseconds_since(start);
  const auto process = lane->read_process(orb_client::Deadline::after(kConnectBudget));
  const auto ledger = metrics::read_ledger(context.metrics.scrape());

  CheckResult result;
  result.verdict = Verdict::Pass;
  result.summary = process.core_name + " on " + process.orb_name + " " + process.orb_version +
                   ", process " + std::to_string(process.process_id) + " of " + process.host +
                   ", " + std::to_string(ledger.sites.size()) + " sites in the ledger";
  result.figures = {{"connect_and_ping_ms", connect_ms},
                    {"sites", static_cast<double>(ledger.sites.size())},
                    {"live_objects", static_cast<double>(process.live_objects)},
                    {"connections", static_cast<double>(process.connections)},
                    {"threads", static_cast<double>(process.threads)}};
  return result;
}

}  // namespace orbbench::bench
