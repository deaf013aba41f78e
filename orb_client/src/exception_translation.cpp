#include "exception_translation.hpp"

#include <omniORB4/minorCode.h>

#include <orb_core.hh>
#include <string_view>
#include <utility>

namespace orbbench::orb_client {
namespace {

constexpr std::string_view kRepositoryPrefix = "IDL:";

Completion to_completion(CORBA::CompletionStatus status) {
  switch (status) {
    case CORBA::COMPLETED_YES:
      return Completion::Yes;
    case CORBA::COMPLETED_NO:
      return Completion::No;
    case CORBA::COMPLETED_MAYBE:
      return Completion::Maybe;
  }
  return Completion::Maybe;
}

// "IDL:OrbCore/WidgetNotFound:1.0" as "OrbCore::WidgetNotFound".
std::string scoped_name(std::string_view repository_id) {
  if (repository_id.starts_with(kRepositoryPrefix)) {
    repository_id.remove_prefix(kRepositoryPrefix.size());
    repository_id = repository_id.substr(0, repository_id.rfind(':'));
  }
  std::string name;
  for (const char character : repository_id) {
    name += character == '/' ? std::string("::") : std::string(1, character);
  }
  return name;
}

std::string describe_members(const CORBA::Exception& error) {
  if (const auto* not_found = OrbCore::WidgetNotFound::_downcast(&error)) {
    return "there is no widget " + std::to_string(not_found->widget_id);
  }
  if (const auto* exists = OrbCore::WidgetExists::_downcast(&error)) {
    return "there is a widget " + std::to_string(exists->widget_id) + " already";
  }
  if (const auto* failed = OrbCore::OperationFailed::_downcast(&error)) {
    return std::string(failed->operation.in()) + ": " + failed->reason.in();
  }
  return {};
}

std::string describe(const CORBA::SystemException& error, Outcome outcome) {
  if (outcome == Outcome::Timeout) {
    return "the deadline passed before the reply came";
  }
  const char* minor = error.NP_minorString();
  return minor != nullptr ? minor : "";
}

[[noreturn]] void throw_error(Outcome outcome, CallFacts facts, const std::string& reason) {
  switch (outcome) {
    case Outcome::Timeout:
      throw TimeoutError(std::move(facts), reason);
    case Outcome::Unreachable:
      throw UnreachableError(std::move(facts), reason);
    case Outcome::ProtocolError:
      throw ProtocolError(std::move(facts), reason);
    case Outcome::RemoteError:
    case Outcome::Success:
    case Outcome::Refused:
    case Outcome::BreakerOpen:
    case Outcome::CallerError:
      break;
  }
  throw RemoteError(std::move(facts), reason);
}

}  // namespace

Outcome classify(const CORBA::Exception& error, CallTarget target) {
  if (CORBA::TIMEOUT::_downcast(&error) != nullptr) {
    return Outcome::Timeout;
  }
  if (const auto* transient = CORBA::TRANSIENT::_downcast(&error)) {
    return transient->minor() == omni::TRANSIENT_CallTimedout ? Outcome::Timeout
                                                              : Outcome::Unreachable;
  }
  if (CORBA::COMM_FAILURE::_downcast(&error) != nullptr) {
    return Outcome::Unreachable;
  }
  if (target == CallTarget::Root && CORBA::OBJECT_NOT_EXIST::_downcast(&error) != nullptr) {
    return Outcome::Unreachable;
  }
  if (CORBA::MARSHAL::_downcast(&error) != nullptr ||
      CORBA::INV_OBJREF::_downcast(&error) != nullptr) {
    return Outcome::ProtocolError;
  }
  return Outcome::RemoteError;
}

Completion completion_of(const CORBA::Exception& error) {
  const auto* system = CORBA::SystemException::_downcast(&error);
  return system != nullptr ? to_completion(system->completed()) : Completion::Yes;
}

void throw_translated(const CORBA::Exception& error, Outcome outcome, CallFacts facts,
                      const std::string& detail, Stage stage) {
  std::string reason;
  facts.completion = stage == Stage::Connecting ? Completion::No : completion_of(error);
  if (const auto* system = CORBA::SystemException::_downcast(&error)) {
    facts.exception = system->_name();
    facts.minor = system->minor();
    reason = describe(*system, outcome);
  } else {
    facts.exception = scoped_name(error._rep_id());
    reason = describe_members(error);
  }
  throw_error(outcome, std::move(facts), detail.empty() ? reason : detail);
}

}  // namespace orbbench::orb_client
