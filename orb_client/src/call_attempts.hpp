#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <optional>

#include "back_off.hpp"
#include "failure.hpp"
#include "operation_table.hpp"
#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

/// What all calls of one client share.
struct CallSurroundings {
  std::deque<ConnectionPool>& pools;
  BackOff& back_off;
  std::uint32_t max_attempts;
  CallObserver* observer;
};

/// One call of a CoreClient through its attempts. Used once, by one thread.
class CallAttempts {
 public:
  using Attempt = std::function<void(CoreLane&, Deadline)>;

  CallAttempts(const CallSurroundings& surroundings, const OperationPolicy& policy,
               OperationState& operation, Deadline deadline, const Attempt& call);

  /// Returns once the call is served. Throws what CoreClient::call throws; tells the observer.
  void run();

 private:
  using Clock = Deadline::Clock;

  struct Failure {
    std::exception_ptr error;
    std::size_t endpoint = 0;
    std::uint32_t attempt = 1;
    Outcome outcome = Outcome::Unreachable;
    Completion completion = Completion::No;
    FailureCourse course = FailureCourse::Final;
    Clock::duration delay{};  // after which the next attempt begins
  };

  /// Hands the admission back with the verdict: Nothing, unless another one is set.
  class AdmissionReturn {
   public:
    AdmissionReturn(CallAttempts& call, std::size_t endpoint, CircuitBreaker::Admission admission)
        : call_(call), endpoint_(endpoint), admission_(admission) {}
    ~AdmissionReturn();
    AdmissionReturn(const AdmissionReturn&) = delete;
    AdmissionReturn& operator=(const AdmissionReturn&) = delete;

    BreakerVerdict verdict = BreakerVerdict::Nothing;

   private:
    CallAttempts& call_;
    const std::size_t endpoint_;
    const CircuitBreaker::Admission admission_;
  };

  void run_attempts();
  bool go_through_endpoints();
  bool serve_at(std::size_t endpoint, CircuitBreaker::Admission admission);
  Deadline try_limit() const;
  std::optional<Clock::duration> connect_share(std::size_t endpoint, Deadline limit) const;
  void note(const CallError& error, std::size_t endpoint, TryStage stage);
  void back_off_or_give_up();
  [[noreturn]] void refuse_expired() const;
  [[noreturn]] void refuse_open() const;

  std::optional<CircuitBreaker::Admission> enter(std::size_t endpoint);
  void tell(std::size_t endpoint, const std::optional<BreakerTransition>& transition);
  void tell_retry();
  void tell_end(Outcome outcome, Completion completion);

  const CallSurroundings& surroundings_;
  const OperationPolicy& policy_;
  OperationState& operation_;
  const Deadline deadline_;
  const Attempt& call_;
  const Clock::time_point start_ = Clock::now();

  std::uint32_t attempt_ = 1;
  bool worth_repeating_ = false;
  std::size_t lane_ = kNoLane;
  std::optional<std::size_t> last_endpoint_;
  std::optional<Failure> failure_;
};

}  // namespace orbbench::orb_client
