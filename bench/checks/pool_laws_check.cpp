#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "checks/calls/proxied_core.hpp"
#include "checks/check.hpp"
#include "checks/pool_laws.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConnectionPool;
using orb_client::Deadline;

constexpr std::chrono::milliseconds kHold{300};
constexpr std::chrono::seconds kCallBudget{10};
constexpr std::chrono::seconds kPeakBudget{2};
constexpr std::chrono::seconds kRecoveryBudget{3};
// By default omniORB keeps an idle thread for ten seconds in its pool and for ten more outside.
constexpr std::chrono::seconds kThreadsBudget{25};
constexpr std::chrono::milliseconds kPoll{1};
constexpr std::chrono::milliseconds kSlowPoll{100};

bool wait_until(std::chrono::steady_clock::duration budget, std::chrono::milliseconds poll,
                const std::function<bool()>& reached) {
  const Deadline deadline = Deadline::after(budget);
  while (!reached()) {
    if (deadline.expired()) {
      return false;
    }
    std::this_thread::sleep_for(poll);
  }
  return true;
}

/// Asks the core about itself over a connection of its own.
class Watcher {
 public:
  explicit Watcher(CheckContext& context)
      : pool_(context.runtime, context.core, {.lanes = 1, .waiters = 0}),
        lane_(pool_.lease(Deadline::after(kCallBudget))) {}

  orb_client::ProcessState core() { return lane_->read_process(Deadline::after(kCallBudget)); }

 private:
  ConnectionPool pool_;
  orb_client::Lease lane_;
};

/// Threads that each hold a lane for a while, more of them than there are lanes.
class Crowd {
 public:
  explicit Crowd(ConnectionPool& pool) : pool_(pool) {}

  void join_in(std::size_t callers) {
    for (std::size_t i = 0; i < callers; ++i) {
      threads_.emplace_back([this] { hold_a_lane(); });
    }
  }
  std::size_t finish() {
    threads_.clear();
    return served_;
  }

 private:
  void hold_a_lane() {
    try {
      const Deadline deadline = Deadline::after(kCallBudget);
      pool_.lease(deadline)->hold(kHold, deadline);
      ++served_;
    } catch (const orb_client::CallError&) {
      // Not served: the law that counts those who were says so.
    }
  }

  ConnectionPool& pool_;
  std::atomic<std::size_t> served_{0};
  std::vector<std::jthread> threads_;
};

void observe_refusal(ConnectionPool& pool, PoolObservation& seen) {
  const auto start = std::chrono::steady_clock::now();
  try {
    pool.lease(Deadline::after(kCallBudget));
  } catch (const orb_client::PoolExhaustedError&) {
    seen.refused = true;
  }
  seen.refusal = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - start);
}

// The lanes are taken first, so that those who come after them fill the queue.
void observe_peak(ConnectionPool& pool, Watcher& watcher, Crowd& crowd, PoolObservation& seen) {
  crowd.join_in(seen.lanes);
  wait_until(kPeakBudget, kPoll, [&] { return pool.state().leased >= seen.lanes; });
  crowd.join_in(seen.waiters);
  wait_until(kPeakBudget, kPoll, [&] { return pool.state().waiting >= seen.waiters; });
  const orb_client::PoolState peak = pool.state();
  observe_refusal(pool, seen);
  seen.leased_at_peak = peak.leased;
  seen.waiting_at_peak = peak.waiting;
  seen.sockets_at_peak = watcher.core().connections;
}

void observe_recovery(ConnectionPool& pool, PoolObservation& seen) {
  const auto start = std::chrono::steady_clock::now();
  wait_until(kRecoveryBudget, kPoll, [&] { return pool.state().idle >= seen.lanes; });
  seen.recovery = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  seen.idle_after = pool.state().idle;
  const Deadline deadline = Deadline::after(kCallBudget);
  pool.lease(deadline)->ping(deadline);
  seen.next_call_works = true;
}

faults::Fault reset_of_hold() {
  faults::Fault fault;
  fault.name = "reset in mid-call";
  fault.kind = faults::FaultKind::Reset;
  fault.match.type = faults::MessageType::Reply;
  fault.match.operation = "hold";
  return fault;
}

void observe_loss(CheckContext& context, PoolObservation& seen) {
  ProxiedCore proxied(context, {reset_of_hold()}, 1);
  ConnectionPool pool(context.runtime, proxied.endpoint(), {.lanes = 1, .waiters = 0});
  std::size_t lost_number = 0;
  try {
    orb_client::Lease lane = pool.lease(Deadline::after(kCallBudget));
    lost_number = lane->number();
    lane->hold(kPoll, Deadline::after(kCallBudget));
  } catch (const orb_client::UnreachableError&) {
    seen.lane_was_lost = true;
  }
  orb_client::Lease next = pool.lease(Deadline::after(kCallBudget));
  next->ping(Deadline::after(kCallBudget));
  seen.lane_was_replaced = next->number() == lost_number;
}

PoolObservation observe(CheckContext& context) {
  PoolObservation seen;
  seen.lanes = context.settings.lanes;
  seen.waiters = context.settings.lanes;
  Watcher watcher(context);
  const orb_client::ProcessState before = watcher.core();
  seen.sockets_before = before.connections;
  seen.threads_before = before.threads;
  {
    ConnectionPool pool(context.runtime, context.core,
                        {.lanes = seen.lanes, .waiters = seen.waiters});
    Crowd crowd(pool);
    context.report("a full pool");
    observe_peak(pool, watcher, crowd, seen);
    seen.served = crowd.finish();
    context.report("recovery");
    observe_recovery(pool, seen);
  }
  context.report("a lane lost in mid-call");
  observe_loss(context, seen);
  context.report("the core's threads");
  wait_until(kThreadsBudget, kSlowPoll, [&] {
    seen.threads_after = watcher.core().threads;
    return seen.threads_after <= seen.threads_before || context.stop.stop_requested();
  });
  throw_if_stopped(context);
  return seen;
}

}  // namespace

CheckResult check_pool_laws(CheckContext& context) {
  const PoolObservation seen = observe(context);
  CheckResult result;
  result.figures = {
      {"lanes", static_cast<double>(seen.lanes)},
      {"waiters", static_cast<double>(seen.waiters)},
      {"sockets_at_peak", static_cast<double>(seen.sockets_at_peak - seen.sockets_before)},
      {"refusal_us", static_cast<double>(seen.refusal.count())},
      {"served", static_cast<double>(seen.served)},
      {"recovery_ms", static_cast<double>(seen.recovery.count())},
      {"core_threads_before", static_cast<double>(seen.threads_before)},
      {"core_threads_after", static_cast<double>(seen.threads_after)}};
  result.evidence = find_broken_laws(seen);
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty()
                       ? "lanes and waiters bounded, exhaustion refused at once, all recovered"
                       : std::to_string(result.evidence.size()) + " laws are broken";
  return result;
}

}  // namespace orbbench::bench
