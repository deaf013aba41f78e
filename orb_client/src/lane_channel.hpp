#pragma once

#include <omniORB4/CORBA.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "exception_translation.hpp"
#include "lane_wire.hpp"
#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "runtime_implementation.hpp"

namespace orbbench::orb_client {

/// One connection to one peer of whatever interface, and the reference behind which it was found:
/// what a lane and a dynamic object have in common. Used by one thread at a time.
class LaneChannel {
 public:
  LaneChannel(OrbRuntime::Implementation& runtime, std::string endpoint_label, std::size_t number,
              CallObserver* observer);
  ~LaneChannel();
  LaneChannel(const LaneChannel&) = delete;
  LaneChannel& operator=(const LaneChannel&) = delete;

  /// Finds the root, and restricts it to this connection; sends nothing to it yet. Throws a
  /// CallError.
  void resolve_root(const std::string& reference, Deadline deadline);
  CORBA::Object_ptr root() const { return root_; }

  /// To be called once the peer is proved: calls from now on are told to the observer, and none may
  /// open another connection.
  void establish() { wire_.phase = LaneWire::Phase::Established; }

  std::size_t number() const { return number_; }
  bool spent() const { return spent_; }
  bool answered() const { return wire_.answered; }
  bool connected() const;

  /// Runs one remote call on the target under the deadline, tells the observer, and translates what
  /// it throws. Returns what the call returns.
  template <class Call>
  auto perform(const char* operation, omniObjRef* target, Deadline deadline, Call&& call);

 protected:
  using Clock = Deadline::Clock;

  bool arm(omniObjRef* target, Deadline deadline);
  CallFacts facts(const char* operation) const;

  OrbRuntime::Implementation& runtime() const { return runtime_; }
  std::uint32_t connection_id() const { return connection_id_; }

  /// Another reference to the root: OBJECT_NOT_EXIST from it means that the peer is not there.
  void also_root(const omniObjRef* narrowed) { also_root_ = narrowed; }

 private:
  CORBA::Object_var resolve(const std::string& reference, Deadline deadline);
  void spend();
  void close();

  Clock::time_point start_time() const;
  void report(const char* operation, Outcome outcome, Clock::time_point start,
              Completion completion = Completion::Yes);
  [[noreturn]] void refuse_expired(const char* operation, Clock::time_point start);
  [[noreturn]] void fail(const char* operation, const omniObjRef* target,
                         const CORBA::Exception& error, Clock::time_point start);

  OrbRuntime::Implementation& runtime_;
  const std::string endpoint_label_;
  const std::size_t number_;
  const std::uint32_t connection_id_;
  CallObserver* const observer_;

  LaneWire wire_;
  bool spent_ = false;
  CORBA::Object_var root_;
  const omniObjRef* also_root_ = nullptr;
};

template <class Call>
auto LaneChannel::perform(const char* operation, omniObjRef* target, Deadline deadline,
                          Call&& call) {
  const Clock::time_point start = start_time();
  if (!arm(target, deadline)) {
    refuse_expired(operation, start);
  }
  try {
    const WireScope scope(wire_);
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      report(operation, Outcome::Success, start);
    } else {
      auto result = call();
      report(operation, Outcome::Success, start);
      return result;
    }
  } catch (const CORBA::Exception& error) {
    fail(operation, target, error, start);
  } catch (const ProtocolError&) {
    report(operation, Outcome::ProtocolError, start);
    throw;
  }
}

}  // namespace orbbench::orb_client
