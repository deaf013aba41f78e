#include "lane_channel.hpp"

#include <omniORB4/minorCode.h>
#include <omniORB4/omniObjRef.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>

#include "lane_reference.hpp"
#include "thread_deadline.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::chrono::seconds kCloseBudget{1};

// omniORB has one minor code for every name that the naming service does not resolve.
std::string resolution_problem(const CORBA::Exception& error, const std::string& reference) {
  const auto* bad_param = CORBA::BAD_PARAM::_downcast(&error);
  const bool unresolved = bad_param != nullptr &&
                          bad_param->minor() == omni::BAD_PARAM_BadURIOther &&
                          reference.starts_with("corbaname:");
  return unresolved ? "the name is not bound in its naming service" : "";
}

}  // namespace

LaneChannel::LaneChannel(OrbRuntime::Implementation& runtime, std::string endpoint_label,
                         std::size_t number, CallObserver* observer)
    : runtime_(runtime),
      endpoint_label_(std::move(endpoint_label)),
      number_(number),
      connection_id_(runtime.next_connection_id()),
      observer_(observer) {}

LaneChannel::~LaneChannel() {
  close();
}

void LaneChannel::resolve_root(const std::string& reference, Deadline deadline) {
  const CORBA::Object_var object = resolve(reference, deadline);
  root_ = restrict_to_connection(object, connection_id_);
}

bool LaneChannel::connected() const {
  if (spent_) {
    return false;
  }
  if (wire_.socket < 0) {
    return true;
  }
  // Between calls nothing is to be read: octets would be the core's GIOP CloseConnection.
  char octet = 0;
  const ssize_t got = ::recv(wire_.socket, &octet, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR);
}

CORBA::Object_var LaneChannel::resolve(const std::string& reference, Deadline deadline) {
  if (deadline.expired()) {
    refuse_expired("connect", {});
  }
  try {
    const ThreadDeadline bound(deadline);
    CORBA::Object_var object = runtime_.orb->string_to_object(reference.c_str());
    if (CORBA::is_nil(object)) {
      throw ProtocolError(facts("connect"), "the endpoint resolves to a nil reference");
    }
    return object;
  } catch (const CORBA::Exception& error) {
    const Outcome outcome = classify(error, CallTarget::Root);
    throw_translated(error, outcome == Outcome::RemoteError ? Outcome::ProtocolError : outcome,
                     facts("connect"), resolution_problem(error, reference), Stage::Connecting);
  }
}

bool LaneChannel::arm(omniObjRef* target, Deadline deadline) {
  const Clock::duration left = deadline.remaining();
  if (left <= Clock::duration::zero()) {
    return false;
  }
  const WholeMilliseconds timeout = round_up(left);
  target->_setTimeout(timeout.seconds, timeout.nanoseconds);
  return true;
}

CallFacts LaneChannel::facts(const char* operation) const {
  return {.operation = operation, .endpoint = endpoint_label_, .exception = ""};
}

void LaneChannel::spend() {
  spent_ = true;
  // omniORB may have closed it, and the number may be another file's by now.
  wire_.socket = -1;
}

void LaneChannel::close() {
  if (!wire_.opened) {
    return;
  }
  wire_.phase = LaneWire::Phase::Closing;
  const WireScope scope(wire_);
  arm(root_->_PR_getobj(), Deadline::after(kCloseBudget));
  try {
    root_->_non_existent();
  } catch (const CORBA::Exception&) {
    // The interceptor ended the request, as it must to have the connection closed.
  }
}

LaneChannel::Clock::time_point LaneChannel::start_time() const {
  return observer_ != nullptr ? Clock::now() : Clock::time_point{};
}

void LaneChannel::report(const char* operation, Outcome outcome, Clock::time_point start,
                         Completion completion) {
  if (observer_ != nullptr && wire_.phase == LaneWire::Phase::Established) {
    observer_->on_call({.operation = operation,
                        .lane = number_,
                        .outcome = outcome,
                        .elapsed = Clock::now() - start,
                        .endpoint = endpoint_label_,
                        .completion = completion});
  }
}

void LaneChannel::refuse_expired(const char* operation, Clock::time_point start) {
  report(operation, Outcome::Timeout, start, Completion::No);
  throw TimeoutError(facts(operation), "the deadline passed before the call was sent");
}

void LaneChannel::fail(const char* operation, const omniObjRef* target,
                       const CORBA::Exception& error, Clock::time_point start) {
  const bool is_root = target == also_root_ || target == root_->_PR_getobj();
  const Outcome outcome = classify(error, is_root ? CallTarget::Root : CallTarget::Object);
  const bool answered = std::exchange(wire_.exception_replied, false);
  const std::string detail = std::exchange(wire_.detail, {});
  // An exception of this process's ORB may have cut a message short: omniORB then closes.
  if (outcome != Outcome::RemoteError || !answered) {
    spend();
  }
  const Stage stage =
      wire_.phase == LaneWire::Phase::Connecting ? Stage::Connecting : Stage::Calling;
  report(operation, outcome, start, completion_of(error));
  throw_translated(error, outcome, facts(operation), detail, stage);
}

}  // namespace orbbench::orb_client
