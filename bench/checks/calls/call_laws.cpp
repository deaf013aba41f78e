#include "checks/calls/call_laws.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <iterator>
#include <thread>

#include "checks/calls/proxied_core.hpp"
#include "checks/scenario.hpp"

namespace orbbench::bench {
namespace {

using orb_client::CallError;
using orb_client::CoreClient;
using orb_client::Deadline;

constexpr std::chrono::seconds kQuestionBudget{5};
constexpr std::chrono::seconds kQuietBudget{10};
constexpr std::chrono::milliseconds kPoll{5};

orb_client::CoreClientOptions client_options(const orb_client::Endpoint& endpoint,
                                             const CallLawSettings& settings) {
  orb_client::CoreClientOptions options;
  options.endpoints = {endpoint};
  options.pool = {.lanes = settings.callers, .waiters = settings.callers};
  options.retry.first_delay = std::chrono::milliseconds(1);
  options.retry.seed = settings.seed;
  // Calls that an open breaker refuses meet no fault: it stays closed.
  options.breaker.consecutive_failures = settings.calls + 1;
  options.breaker.window = settings.callers * 4;
  options.breaker.window_failures = options.breaker.window;
  return options;
}

/// The calls of a run, each made by one of several callers.
class Callers {
 public:
  Callers(const CallLawSettings& settings, CoreClient& client, const std::stop_token& stop)
      : settings_(settings), client_(client), stop_(stop), calls_(settings.calls) {}

  std::vector<AuditedCall> run(const std::string& tag,
                               const std::function<void(std::size_t)>& progress) {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < settings_.callers; ++i) {
      threads.emplace_back([this, &tag] { make_calls(tag); });
    }
    for (std::size_t done = 0; done < calls_.size() && !stop_.stop_requested();) {
      finished_.wait(done);
      done = finished_;
      progress(done);
    }
    threads.clear();
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    return std::move(calls_);
  }

 private:
  void make_calls(const std::string& tag) {
    for (std::size_t i = next_++; i < calls_.size(); i = next_++) {
      calls_[i].token = tag + "-" + std::to_string(i);
      if (!stop_.stop_requested()) {
        make_call(calls_[i]);
      }
      ++finished_;
      finished_.notify_one();
    }
  }

  void make_call(AuditedCall& call) {
    try {
      settings_.execute(client_, call.token, Deadline::after(settings_.call_budget));
    } catch (const CallError& error) {
      call.told = error.facts().completion;
      call.error = error.what();
    } catch (...) {  // the end of a thread: run() throws it on
      const std::lock_guard lock(failure_mutex_);
      failure_ = std::current_exception();
    }
  }

  const CallLawSettings& settings_;
  CoreClient& client_;
  const std::stop_token stop_;
  std::vector<AuditedCall> calls_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<std::size_t> finished_ = 0;

  std::mutex failure_mutex_;
  std::exception_ptr failure_;
};

// One thread and one descriptor of omniORB's may come with the first call, and stay.
void settle(CheckContext& context) {
  orb_client::ConnectionPool pool(context.runtime, context.core, {.lanes = 1, .waiters = 0});
  pool.lease(Deadline::after(kQuestionBudget))->ping(Deadline::after(kQuestionBudget));
}

std::size_t count_own(const char* folder) {
  const std::filesystem::directory_iterator entries(std::filesystem::path("/proc/self") / folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

/// What is left in the core's buffers runs before its connection is closed: only then are the
/// executions what they will be.
std::uint32_t await_quiet(orb_client::CoreLane& core, std::uint32_t connections_before) {
  const Deadline deadline = Deadline::after(kQuietBudget);
  std::uint32_t connections = 0;
  do {
    connections = core.read_process(Deadline::after(kQuestionBudget)).connections;
    if (connections <= connections_before) {
      break;
    }
    std::this_thread::sleep_for(kPoll);
  } while (!deadline.expired());
  return connections;
}

void read_executions(orb_client::CoreLane& core, std::vector<AuditedCall>& calls) {
  for (AuditedCall& call : calls) {
    call.executions = core.executions(call.token, Deadline::after(kQuestionBudget));
    core.forget(call.token, Deadline::after(kQuestionBudget));
  }
}

}  // namespace

void execute_once(CoreClient& client, const std::string& token, Deadline deadline) {
  static const orb_client::OperationPolicy kExecute{.name = "execute"};
  client.call(kExecute, deadline, [&token](orb_client::CoreLane& lane, Deadline limit) {
    return lane.execute(token, limit);
  });
}

CallLawObservation observe_calls(CheckContext& context, const CallLawSettings& settings) {
  CallLawObservation seen;
  settle(context);
  orb_client::ConnectionPool direct(context.runtime, context.core, {.lanes = 1, .waiters = 0});
  orb_client::Lease core = direct.lease(Deadline::after(kQuestionBudget));
  seen.connections_before = core->read_process(Deadline::after(kQuestionBudget)).connections;
  seen.descriptors_before = count_own("fd");
  seen.threads_before = count_own("task");
  const auto start = std::chrono::steady_clock::now();
  {
    ProxiedCore proxied(context, settings.faults, settings.seed);
    CoreClient client(context.runtime, client_options(proxied.endpoint(), settings));
    Callers callers(settings, client, context.stop);
    seen.calls = callers.run(fresh_tag(), [&](std::size_t done) {
      constexpr std::size_t kStep = 1000;
      if (done % kStep == 0) {
        context.report(std::to_string(done) + " of " + std::to_string(settings.calls) + " calls");
      }
    });
    seen.faults = proxied.proxy().statistics().faults;
  }
  seen.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  seen.descriptors_after = count_own("fd");
  seen.threads_after = count_own("task");
  context.report("what the core executed");
  seen.connections_after = await_quiet(*core, seen.connections_before);
  read_executions(*core, seen.calls);
  throw_if_stopped(context);
  return seen;
}

std::vector<std::string> find_broken_laws(const CallLawObservation& seen) {
  std::vector<std::string> broken;
  for (const AuditedCall& call : seen.calls) {
    if (auto violation = find_violation(call)) {
      broken.push_back(*std::move(violation));
    }
  }
  if (seen.connections_after > seen.connections_before) {
    broken.push_back("the core still has " +
                     std::to_string(seen.connections_after - seen.connections_before) +
                     " connections of lanes that are no more");
  }
  if (seen.descriptors_after > seen.descriptors_before) {
    broken.push_back("the client left " +
                     std::to_string(seen.descriptors_after - seen.descriptors_before) +
                     " descriptors open");
  }
  if (seen.threads_after > seen.threads_before) {
    broken.push_back("the client left " + std::to_string(seen.threads_after - seen.threads_before) +
                     " threads running");
  }
  return broken;
}

}  // namespace orbbench::bench
