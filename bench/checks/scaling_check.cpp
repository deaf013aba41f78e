#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "checks/check.hpp"
#include "load/open_loop.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConnectionPool;
using orb_client::Deadline;

constexpr std::array<std::size_t, 4> kClients{1, 5, 10, 20};
constexpr std::chrono::seconds kCallBudget{5};
constexpr std::chrono::milliseconds kLongestStep{1000};
constexpr std::size_t kPayload = 64;

/// One client is a connection with a thread that calls as fast as it is answered.
Series call_with(CheckContext& context, std::size_t clients) {
  ConnectionPool pool(context.runtime, context.core, {.lanes = clients, .waiters = clients});
  pool.warm_up(Deadline::after(kCallBudget));
  const TimedCall call = [&pool, value = std::string(kPayload, 'x')] {
    const Deadline deadline = Deadline::after(kCallBudget);
    pool.lease(deadline)->echo_string(value, deadline);
  };
  const auto duration = std::min(kLongestStep, context.settings.duration);
  return run_closed_loop(duration, std::vector<TimedCall>(clients, call), context.stop);
}

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

void add_step(std::size_t clients, const Series& series, CheckResult& result) {
  const std::string at = "_at_" + std::to_string(clients);
  const double p50 = microseconds(series.from_sent.quantile(0.5));
  const double p99 = microseconds(series.from_sent.quantile(0.99));
  result.figures.push_back({"calls_per_second" + at, series.achieved_rate()});
  result.figures.push_back({"latency_us_p99" + at, p99});
  result.figures.push_back({"errors" + at, static_cast<double>(series.errors)});
  result.tables.front().rows.push_back({std::to_string(clients),
                                        number_text(series.achieved_rate()), number_text(p50),
                                        number_text(p99), std::to_string(series.errors)});
  if (series.errors > 0 || series.calls() == 0) {
    result.evidence.push_back(
        std::to_string(clients) + " clients: " +
        (series.errors > 0
             ? std::to_string(series.errors) + " calls failed, the first: " + series.first_error
             : "no call was made"));
  }
}

/// "17678 calls a second with 1 client, 54731 with 20"
std::string course_of(const Table& steps) {
  const auto rate = [](const std::vector<std::string>& row) {
    return std::to_string(std::llround(std::stod(row[1])));
  };
  return rate(steps.rows.front()) + " calls a second with 1 client, " + rate(steps.rows.back()) +
         " with " + steps.rows.back()[0];
}

}  // namespace

CheckResult check_scaling(CheckContext& context) {
  CheckResult result;
  result.tables = {{"scaling",
                    {"clients", "calls_per_second", "latency_us_p50", "latency_us_p99", "errors"},
                    {}}};
  for (const std::size_t clients : kClients) {
    context.report(std::to_string(clients) + (clients == 1 ? " client" : " clients"));
    const Series series = call_with(context, clients);
    throw_if_stopped(context);
    add_step(clients, series, result);
  }
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty() ? "no call failed; " + course_of(result.tables.front())
                                           : result.evidence.front();
  return result;
}

}  // namespace orbbench::bench
