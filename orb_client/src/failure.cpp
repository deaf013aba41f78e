#include "failure.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace orbbench::orb_client {
namespace {

// System exceptions by which a server says that it, not the request, is at fault (CORBA 3.3 part 1,
// A.4.1 has their meanings).
constexpr std::array<std::string_view, 9> kServerFaults{
    "UNKNOWN",    "INTERNAL", "NO_MEMORY",   "NO_RESOURCES", "PERSIST_STORE",
    "INITIALIZE", "FREE_MEM", "OBJ_ADAPTER", "INTF_REPOS"};

bool is_server_fault(const CallError& error) {
  return std::find(kServerFaults.begin(), kServerFaults.end(), error.facts().exception) !=
         kServerFaults.end();
}

bool is_timeout(const CallError& error) {
  return dynamic_cast<const TimeoutError*>(&error) != nullptr;
}

bool is_unreachable(const CallError& error) {
  return dynamic_cast<const UnreachableError*>(&error) != nullptr;
}

bool is_protocol_error(const CallError& error) {
  return dynamic_cast<const ProtocolError*>(&error) != nullptr;
}

}  // namespace

BreakerVerdict judge_health(const CallError& error, TryStage stage) {
  if (is_unreachable(error) || is_protocol_error(error)) {
    return BreakerVerdict::Failure;
  }
  if (is_timeout(error)) {
    // In the queue for a lane, or before anything was sent, the time was lost on this side.
    const bool on_this_side = stage == TryStage::Leasing
                                  ? error.facts().operation != "connect"
                                  : error.facts().completion == Completion::No;
    return on_this_side ? BreakerVerdict::Nothing : BreakerVerdict::Failure;
  }
  return is_server_fault(error) ? BreakerVerdict::Failure : BreakerVerdict::Nothing;
}

FailureCourse judge_course(const CallError& error, TryStage stage, Repeatability repeatability) {
  const bool passing = is_unreachable(error) || is_timeout(error);
  if (stage == TryStage::Leasing) {
    if (passing) {
      return FailureCourse::AnyTry;
    }
    return is_protocol_error(error) ? FailureCourse::OtherEndpoint : FailureCourse::Final;
  }
  const Completion completion = error.facts().completion;
  const bool may_run = completion == Completion::No || (completion == Completion::Maybe &&
                                                        repeatability == Repeatability::Repeatable);
  return passing && may_run ? FailureCourse::AnyTry : FailureCourse::Final;
}

Outcome outcome_of(const CallError& error) {
  if (is_timeout(error)) {
    return Outcome::Timeout;
  }
  if (is_unreachable(error)) {
    return Outcome::Unreachable;
  }
  if (is_protocol_error(error)) {
    return Outcome::ProtocolError;
  }
  if (dynamic_cast<const BreakerOpenError*>(&error) != nullptr) {
    return Outcome::BreakerOpen;
  }
  return dynamic_cast<const RemoteError*>(&error) != nullptr ? Outcome::RemoteError
                                                             : Outcome::Refused;
}

}  // namespace orbbench::orb_client
