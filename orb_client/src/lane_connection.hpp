#pragma once

#include <omniORB4/CORBA.h>

#include <cstddef>
#include <cstdint>
#include <orb_core.hh>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "exception_translation.hpp"
#include "lane_wire.hpp"
#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "runtime_implementation.hpp"

namespace orbbench::orb_client {

/// What a lane is made of: one connection, and the references that use it. Used by the thread that
/// holds the lane.
struct CoreLane::Connection {
 public:
  Connection(OrbRuntime::Implementation& runtime, std::string endpoint_label, std::size_t number,
             CallObserver* observer);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects, and proves the core by reading its objects. Throws a CallError.
  void open(const std::string& reference, Deadline deadline);

  std::size_t number() const { return number_; }
  bool spent() const { return spent_; }
  bool connected() const;

  OrbCore::WidgetRegistry_ptr registry() { return registry_; }
  OrbCore::Probe_ptr probe() { return probe_; }
  OrbCore::Diagnostics_ptr diagnostics() { return diagnostics_; }
  /// Opened by a call of its own when first asked for.
  OrbCore::Faults_ptr faults(Deadline deadline);
  OrbCore::ProbeCallback_ptr callback_target() { return runtime_.callback_target(); }

  /// Nil when the lane does not know the widget.
  OrbCore::Widget_ptr known_widget(std::int64_t widget_id) const;
  void remember_widget(std::int64_t widget_id, OrbCore::Widget_ptr published, Deadline deadline);
  void forget_widget(std::int64_t widget_id) { widgets_.erase(widget_id); }

  /// Runs one remote call on the target under the deadline, tells the observer, and translates what
  /// it throws. Returns what the call returns.
  template <class Call>
  auto perform(const char* operation, omniObjRef* target, Deadline deadline, Call&& call);

 private:
  using Clock = Deadline::Clock;

  CORBA::Object_var resolve(const std::string& reference, Deadline deadline);
  template <class Interface, class Read>
  typename Interface::_var_type read_object(const char* name, Deadline deadline, Read&& read);
  template <class Interface>
  typename Interface::_var_type narrow(CORBA::Object_ptr object, Deadline deadline);
  CORBA::Object_ptr adopt(CORBA::Object_ptr published, Deadline deadline);

  bool arm(omniObjRef* target, Deadline deadline);
  CallFacts facts(const char* operation) const;
  void spend();
  void close();

  Clock::time_point start_time() const;
  void report(const char* operation, Outcome outcome, Clock::time_point start);
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
  OrbCore::Core_var core_;
  OrbCore::WidgetRegistry_var registry_;
  OrbCore::Probe_var probe_;
  OrbCore::Diagnostics_var diagnostics_;
  OrbCore::Faults_var faults_;
  std::unordered_map<std::int64_t, OrbCore::Widget_var> widgets_;
};

template <class Call>
auto CoreLane::Connection::perform(const char* operation, omniObjRef* target, Deadline deadline,
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
