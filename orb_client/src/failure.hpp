#pragma once

#include <exception>

#include "orbbench/orb_client/circuit_breaker.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {

/// How far a try had come when it failed.
enum class TryStage { Leasing, Calling };

/// What may follow a failed try.
enum class FailureCourse {
  Final,          ///< nothing: the error is the call's
  OtherEndpoint,  ///< this endpoint is of no use, another one may be
  AnyTry          ///< the next endpoint, or this one again later
};

/// What an error says of the endpoint's health.
BreakerVerdict judge_health(const CallError& error, TryStage stage);

/// By the rule of CoreClient. It says nothing of the deadline.
FailureCourse judge_course(const CallError& error, TryStage stage, Repeatability repeatability);

Outcome outcome_of(const CallError& error);

}  // namespace orbbench::orb_client
