#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>

namespace orbbench::orb_client {

/// Whether the operation ran before the error was raised (CORBA 3.3 part 1, 8.2.6: a system
/// exception's completion status).
enum class Completion { No, Yes, Maybe };

const char* to_string(Completion completion);

/// What is known of a call that failed.
struct CallFacts {
  std::string operation;
  std::string endpoint;
  std::string exception;  ///< CORBA name, "TRANSIENT" or "OrbCore::WidgetNotFound"; or empty
  std::uint32_t minor = 0;
  Completion completion = Completion::No;
};

/// Base of every error that a call can end in. Its text is one line with all the facts.
class CallError : public std::runtime_error {
 public:
  CallError(CallFacts facts, const std::string& reason);

  const CallFacts& facts() const { return facts_; }
  const std::string& reason() const { return reason_; }

 private:
  CallFacts facts_;
  std::string reason_;
};

/// The deadline passed: in the queue for a lane, while connecting, or in the call.
struct TimeoutError : CallError {
  using CallError::CallError;
};

/// No connection, or it was lost (TRANSIENT, COMM_FAILURE, OBJECT_NOT_EXIST of the core's root).
struct UnreachableError : CallError {
  using CallError::CallError;
};

/// The core answered with an exception of its own: a user exception, BAD_PARAM, NO_PERMISSION ...
struct RemoteError : CallError {
  using CallError::CallError;
};

/// What came back is not what the IDL promises: MARSHAL, INV_OBJREF, an object of another type.
struct ProtocolError : CallError {
  using CallError::CallError;
};

/// The pool refused: all lanes are leased and the queue of waiters is full.
struct PoolExhaustedError : CallError {
  using CallError::CallError;
};

/// The operation refused: as many calls of it run already as its policy allows.
struct BulkheadFullError : CallError {
  using CallError::CallError;
};

/// Nothing was sent: every endpoint's breaker for the operation is open.
struct BreakerOpenError : CallError {
  using CallError::CallError;
};

/// The caller's own settings are wrong: an unreadable reference, a bound of zero.
class ConfigError : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

}  // namespace orbbench::orb_client
