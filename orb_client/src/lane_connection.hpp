#pragma once

#include <omniORB4/CORBA.h>

#include <cstdint>
#include <orb_core.hh>
#include <string>
#include <unordered_map>

#include "lane_channel.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

/// What a lane is made of: one connection, and the references that use it. Used by the thread that
/// holds the lane.
struct CoreLane::Connection : LaneChannel {
 public:
  using LaneChannel::LaneChannel;

  /// Connects, and proves the core by reading its objects. Throws a CallError.
  void open(const std::string& reference, Deadline deadline);

  OrbCore::WidgetRegistry_ptr registry() { return registry_; }
  OrbCore::Probe_ptr probe() { return probe_; }
  OrbCore::Diagnostics_ptr diagnostics() { return diagnostics_; }
  /// Opened by a call of its own when first asked for.
  OrbCore::Faults_ptr faults(Deadline deadline);
  OrbCore::ProbeCallback_ptr callback_target() { return runtime().callback_target(); }

  /// Nil when the lane does not know the widget.
  OrbCore::Widget_ptr known_widget(std::int64_t widget_id) const;
  void remember_widget(std::int64_t widget_id, OrbCore::Widget_ptr published, Deadline deadline);
  void forget_widget(std::int64_t widget_id) { widgets_.erase(widget_id); }

 private:
  template <class Interface, class Read>
  typename Interface::_var_type read_object(const char* name, Deadline deadline, Read&& read);
  template <class Interface>
  typename Interface::_var_type narrow(CORBA::Object_ptr object, Deadline deadline);
  CORBA::Object_ptr adopt(CORBA::Object_ptr published, Deadline deadline);

  OrbCore::Core_var core_;
  OrbCore::WidgetRegistry_var registry_;
  OrbCore::Probe_var probe_;
  OrbCore::Diagnostics_var diagnostics_;
  OrbCore::Faults_var faults_;
  std::unordered_map<std::int64_t, OrbCore::Widget_var> widgets_;
};

}  // namespace orbbench::orb_client
