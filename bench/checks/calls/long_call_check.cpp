#include <thread>

#include "checks/check.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Deadline;

constexpr std::size_t kLanes = 3;
constexpr std::chrono::milliseconds kIdleLimit{200};
constexpr std::chrono::milliseconds kLongCall{1500};
constexpr std::chrono::seconds kCallBudget{10};
constexpr std::chrono::milliseconds kPoll{5};

struct Observation {
  std::size_t idle_before = 0;
  std::size_t idle_during = kLanes;
  std::string long_call_error;  ///< empty when it returned
  bool next_call_works = false;
};

/// Waits for the idle lanes to be closed, for as long as the long call lasts.
std::size_t await_reaping(const orb_client::ConnectionPool& pool) {
  const Deadline end = Deadline::after(kLongCall - kIdleLimit);
  while (pool.state().idle > 0 && !end.expired()) {
    std::this_thread::sleep_for(kPoll);
  }
  return pool.state().idle;
}

Observation observe(CheckContext& context) {
  Observation seen;
  orb_client::ConnectionPool pool(context.runtime, context.core,
                                  {.lanes = kLanes, .waiters = 0, .idle_limit = kIdleLimit});
  pool.warm_up(Deadline::after(kCallBudget));
  seen.idle_before = pool.state().idle;
  orb_client::Lease busy = pool.lease(Deadline::after(kCallBudget));
  {
    const std::jthread caller([&] {
      try {
        busy->hold(kLongCall, Deadline::after(kCallBudget));
      } catch (const orb_client::CallError& error) {
        seen.long_call_error = error.what();
      }
    });
    seen.idle_during = await_reaping(pool);
  }
  pool.lease(Deadline::after(kCallBudget))->ping(Deadline::after(kCallBudget));
  seen.next_call_works = true;
  return seen;
}

}  // namespace

CheckResult check_long_call(CheckContext& context) {
  context.report("a call longer than idle lanes live");
  const Observation seen = observe(context);
  CheckResult result;
  result.figures = {{"idle_limit_ms", static_cast<double>(kIdleLimit.count())},
                    {"long_call_ms", static_cast<double>(kLongCall.count())},
                    {"lanes_idle_before", static_cast<double>(seen.idle_before)},
                    {"lanes_idle_during", static_cast<double>(seen.idle_during)}};
  if (seen.idle_before != kLanes || seen.idle_during != 0) {
    result.evidence.push_back("of " + std::to_string(seen.idle_before) + " idle lanes " +
                              std::to_string(seen.idle_during) +
                              " were still open during the long call");
  }
  if (!seen.long_call_error.empty()) {
    result.evidence.push_back("the long call ended in: " + seen.long_call_error);
  }
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty()
                       ? "idle lanes were closed around a long call, which returned"
                       : "idle reaping and a long call do not go together";
  return result;
}

}  // namespace orbbench::bench
