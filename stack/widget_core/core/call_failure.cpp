#include "core/call_failure.hpp"

#include <string>

namespace orbbench::widget_core {
namespace {

using orb_client::CallError;
using service::HttpError;

template <class Error>
bool is(const CallError& error) {
  return dynamic_cast<const Error*>(&error) != nullptr;
}

// The core's own text goes out; the address at which it was reached does not.
HttpError remote_error(const CallError& error) {
  const std::string& exception = error.facts().exception;
  const nlohmann::json fields{{"exception", exception}};
  if (exception == "BAD_OPERATION") {
    return {404, "BAD_OPERATION", "BAD_OPERATION", error.reason(), fields};
  }
  if (exception == "BAD_PARAM") {
    return {400, "BAD_PARAM", "BAD_PARAM", error.reason(), fields};
  }
  return {500, "CORBA_EXCEPTION", "CORBA " + exception, error.reason(), fields};
}

}  // namespace

HttpError http_error_of(const CallError& error) {
  if (is<orb_client::TimeoutError>(error)) {
    return {504,
            "DEADLINE_EXCEEDED",
            "CORBA TIMEOUT",
            "the core did not answer within the call's deadline",
            {{"exception", "TIMEOUT"}}};
  }
  if (is<orb_client::PoolExhaustedError>(error) || is<orb_client::BulkheadFullError>(error)) {
    return {503, "POOL_EXHAUSTED", "Pool exhausted",
            "all lanes to the core are taken, and as many calls wait as may"};
  }
  if (is<orb_client::BreakerOpenError>(error)) {
    return {503, "BREAKER_OPEN", "Circuit breaker open",
            "the operation has failed too often; the core is not asked for a while"};
  }
  if (is<orb_client::UnreachableError>(error)) {
    return {503, "ORB_UNAVAILABLE", "ORB core unavailable", "no endpoint of the core answers"};
  }
  if (is<orb_client::ProtocolError>(error)) {
    return {502,
            "BAD_GATEWAY",
            "CORBA " + error.facts().exception,
            "what the core answered cannot be understood",
            {{"exception", error.facts().exception}}};
  }
  return remote_error(error);
}

bool did_not_run(const CallError& error) {
  return error.facts().completion == orb_client::Completion::No;
}

bool is_remote(const CallError& error, const char* exception) {
  return is<orb_client::RemoteError>(error) && error.facts().exception == exception;
}

}  // namespace orbbench::widget_core
