#include "call_attempts.hpp"

#include <string>
#include <thread>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {

CallAttempts::CallAttempts(const CallSurroundings& surroundings, const OperationPolicy& policy,
                           OperationState& operation, Deadline deadline, const Attempt& call)
    : surroundings_(surroundings),
      policy_(policy),
      operation_(operation),
      deadline_(deadline),
      call_(call) {}

void CallAttempts::run() {
  try {
    run_attempts();
  } catch (const CallError& error) {
    tell_end(outcome_of(error), error.facts().completion);
    throw;
  } catch (...) {
    tell_end(Outcome::CallerError, Completion::Maybe);
    throw;
  }
  tell_end(Outcome::Success, Completion::Yes);
}

void CallAttempts::run_attempts() {
  const RunningCall running(operation_, policy_.max_concurrent);
  if (deadline_.expired()) {
    refuse_expired();
  }
  while (!go_through_endpoints()) {
    back_off_or_give_up();
    ++attempt_;
  }
}

bool CallAttempts::go_through_endpoints() {
  worth_repeating_ = false;
  for (std::size_t endpoint = 0; endpoint < surroundings_.pools.size(); ++endpoint) {
    const auto admission = enter(endpoint);
    if (!admission) {
      continue;
    }
    tell_retry();
    if (serve_at(endpoint, *admission)) {
      return true;
    }
    if (failure_->course == FailureCourse::Final || deadline_.expired()) {
      std::rethrow_exception(failure_->error);
    }
    worth_repeating_ |= failure_->course == FailureCourse::AnyTry;
  }
  if (!failure_) {
    refuse_open();
  }
  return false;
}

bool CallAttempts::serve_at(std::size_t endpoint, CircuitBreaker::Admission admission) {
  last_endpoint_ = endpoint;
  lane_ = kNoLane;
  TryStage stage = TryStage::Leasing;
  AdmissionReturn health(*this, endpoint, admission);
  try {
    const Deadline limit = try_limit();
    Lease lease = surroundings_.pools[endpoint].lease(limit, connect_share(endpoint, limit));
    lane_ = lease->number();
    stage = TryStage::Calling;
    call_(*lease, limit);
  } catch (const CallError& error) {
    health.verdict = judge_health(error, stage);
    note(error, endpoint, stage);
    return false;
  }
  health.verdict = BreakerVerdict::Success;
  return true;
}

Deadline CallAttempts::try_limit() const {
  return policy_.attempt_limit.count() > 0 ? deadline_.capped(policy_.attempt_limit) : deadline_;
}

// A dead endpoint must leave time for those after it.
std::optional<Deadline::Clock::duration> CallAttempts::connect_share(std::size_t endpoint,
                                                                     Deadline limit) const {
  const auto left_to_try = static_cast<std::int64_t>(surroundings_.pools.size() - endpoint);
  return left_to_try > 1 ? std::optional(limit.remaining() / left_to_try) : std::nullopt;
}

void CallAttempts::note(const CallError& error, std::size_t endpoint, TryStage stage) {
  failure_ = Failure{.error = std::current_exception(),
                     .endpoint = endpoint,
                     .attempt = attempt_,
                     .outcome = outcome_of(error),
                     .completion = error.facts().completion,
                     .course = judge_course(error, stage, policy_.repeatability)};
}

void CallAttempts::back_off_or_give_up() {
  const Clock::duration delay = surroundings_.back_off.after_attempt(attempt_);
  if (!worth_repeating_ || attempt_ >= surroundings_.max_attempts ||
      delay >= deadline_.remaining()) {
    std::rethrow_exception(failure_->error);
  }
  failure_->delay = delay;
  std::this_thread::sleep_for(delay);
}

void CallAttempts::refuse_expired() const {
  throw TimeoutError({.operation = operation_.name, .endpoint = "every endpoint", .exception = ""},
                     "the deadline passed before the call was sent");
}

void CallAttempts::refuse_open() const {
  throw BreakerOpenError(
      {.operation = operation_.name, .endpoint = "every endpoint", .exception = ""},
      surroundings_.pools.size() == 1
          ? "its breaker is open"
          : "the breakers of all " + std::to_string(surroundings_.pools.size()) +
                " endpoints are open");
}

std::optional<CircuitBreaker::Admission> CallAttempts::enter(std::size_t endpoint) {
  const auto answer = operation_.breakers[endpoint].enter(Clock::now());
  tell(endpoint, answer.transition);
  return answer.admission;
}

CallAttempts::AdmissionReturn::~AdmissionReturn() {
  call_.tell(endpoint_,
             call_.operation_.breakers[endpoint_].leave(admission_, verdict, Clock::now()));
}

void CallAttempts::tell(std::size_t endpoint, const std::optional<BreakerTransition>& transition) {
  if (transition && surroundings_.observer != nullptr) {
    surroundings_.observer->on_transition(
        {operation_.name, surroundings_.pools[endpoint].endpoint().label(), *transition});
  }
}

// Only now is it known that the failure was not the end.
void CallAttempts::tell_retry() {
  if (!failure_ || surroundings_.observer == nullptr) {
    return;
  }
  surroundings_.observer->on_retry(
      {.operation = operation_.name,
       .endpoint = surroundings_.pools[failure_->endpoint].endpoint().label(),
       .attempt = failure_->attempt,
       .outcome = failure_->outcome,
       .completion = failure_->completion,
       .course = failure_->attempt == attempt_ ? RetryCourse::FailsOver : RetryCourse::BacksOff,
       .delay = failure_->delay});
}

void CallAttempts::tell_end(Outcome outcome, Completion completion) {
  if (surroundings_.observer == nullptr) {
    return;
  }
  std::string_view endpoint;
  if (last_endpoint_) {
    endpoint = surroundings_.pools[*last_endpoint_].endpoint().label();
  }
  surroundings_.observer->on_call({.operation = operation_.name,
                                   .lane = lane_,
                                   .outcome = outcome,
                                   .elapsed = Clock::now() - start_,
                                   .endpoint = endpoint,
                                   .attempt = attempt_,
                                   .completion = completion});
}

}  // namespace orbbench::orb_client
