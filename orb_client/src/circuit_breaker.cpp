#include "orbbench/orb_client/circuit_breaker.hpp"

namespace orbbench::orb_client {

const char* to_string(BreakerState state) {
  switch (state) {
    case BreakerState::Closed:
      return "closed";
    case BreakerState::HalfOpen:
      return "half_open";
    case BreakerState::Open:
      return "open";
  }
  return "unknown";
}

CircuitBreaker::Answer CircuitBreaker::enter(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  Answer answer;
  if (state_ == BreakerState::Open && now - opened_at_ >= policy_.cool_down) {
    answer.transition = move_to(BreakerState::HalfOpen, now);
  }
  if (state_ == BreakerState::Open || probe_is_out_) {
    return answer;
  }
  probe_is_out_ = state_ == BreakerState::HalfOpen;
  answer.admission = Admission{generation_};
  return answer;
}

std::optional<BreakerTransition> CircuitBreaker::leave(Admission admission, BreakerVerdict verdict,
                                                       Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  if (admission.generation != generation_) {
    return std::nullopt;
  }
  probe_is_out_ = false;
  if (verdict == BreakerVerdict::Nothing) {
    return std::nullopt;
  }
  if (state_ == BreakerState::Closed) {
    remember(verdict);
    return must_open() ? std::optional(move_to(BreakerState::Open, now)) : std::nullopt;
  }
  if (verdict == BreakerVerdict::Failure) {
    return move_to(BreakerState::Open, now);
  }
  ++probe_successes_;
  return probe_successes_ >= policy_.successes_to_close
             ? std::optional(move_to(BreakerState::Closed, now))
             : std::nullopt;
}

BreakerState CircuitBreaker::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

BreakerTransition CircuitBreaker::move_to(BreakerState next, Clock::time_point now) {
  const BreakerTransition transition{state_, next};
  state_ = next;
  ++generation_;
  results_.clear();
  failures_in_window_ = 0;
  failures_in_a_row_ = 0;
  probe_successes_ = 0;
  probe_is_out_ = false;
  opened_at_ = now;
  return transition;
}

void CircuitBreaker::remember(BreakerVerdict verdict) {
  const bool failed = verdict == BreakerVerdict::Failure;
  failures_in_a_row_ = failed ? failures_in_a_row_ + 1 : 0;
  failures_in_window_ += failed ? 1U : 0U;
  results_.push_back(verdict);
  if (results_.size() > policy_.window) {
    failures_in_window_ -= results_.front() == BreakerVerdict::Failure ? 1U : 0U;
    results_.pop_front();
  }
}

bool CircuitBreaker::must_open() const {
  return failures_in_a_row_ >= policy_.consecutive_failures ||
         (results_.size() >= policy_.window && failures_in_window_ >= policy_.window_failures);
}

}  // namespace orbbench::orb_client
