#include "lane_connection.hpp"

#include <omniORB4/omniObjRef.h>

#include "lane_reference.hpp"

namespace orbbench::orb_client {
namespace {

// A widget takes about a kilobyte of references; a lane that sees millions must forget some.
constexpr std::size_t kMaxKnownWidgets = 1024;

}  // namespace

void CoreLane::Connection::open(const std::string& reference, Deadline deadline) {
  resolve_root(reference, deadline);
  core_ = perform("connect", root()->_PR_getobj(), deadline,
                  [&] { return narrow<OrbCore::Core>(root(), deadline); });
  also_root(core_->_PR_getobj());
  registry_ = read_object<OrbCore::WidgetRegistry>("connect", deadline,
                                                   [&] { return core_->registry_object(); });
  probe_ = read_object<OrbCore::Probe>("connect", deadline, [&] { return core_->probe_object(); });
  diagnostics_ = read_object<OrbCore::Diagnostics>("connect", deadline,
                                                   [&] { return core_->diagnostics_object(); });
  establish();
}

OrbCore::Faults_ptr CoreLane::Connection::faults(Deadline deadline) {
  if (CORBA::is_nil(faults_)) {
    faults_ =
        read_object<OrbCore::Faults>("open_faults", deadline, [&] { return core_->open_faults(); });
  }
  return faults_;
}

OrbCore::Widget_ptr CoreLane::Connection::known_widget(std::int64_t widget_id) const {
  const auto found = widgets_.find(widget_id);
  return found == widgets_.end() ? OrbCore::Widget::_nil() : found->second.in();
}

void CoreLane::Connection::remember_widget(std::int64_t widget_id, OrbCore::Widget_ptr published,
                                           Deadline deadline) {
  const CORBA::Object_var moved = adopt(published, deadline);
  if (widgets_.size() >= kMaxKnownWidgets) {
    widgets_.clear();
  }
  widgets_[widget_id] = narrow<OrbCore::Widget>(moved, deadline);
}

template <class Interface, class Read>
typename Interface::_var_type CoreLane::Connection::read_object(const char* name, Deadline deadline,
                                                                Read&& read) {
  omniObjRef* target = core_->_PR_getobj();
  return perform(name, target, deadline, [&] {
    const typename Interface::_var_type published = read();
    const CORBA::Object_var moved = adopt(published, deadline);
    return narrow<Interface>(moved, deadline);
  });
}

template <class Interface>
typename Interface::_var_type CoreLane::Connection::narrow(CORBA::Object_ptr object,
                                                           Deadline deadline) {
  // Asks the core, under this deadline, where the reference does not say its type.
  if (!arm(object->_PR_getobj(), deadline)) {
    throw CORBA::TIMEOUT(0, CORBA::COMPLETED_NO);
  }
  typename Interface::_var_type narrowed = Interface::_narrow(object);
  if (CORBA::is_nil(narrowed)) {
    CallFacts known = facts("connect");
    known.exception = "INV_OBJREF";
    known.completion = Completion::Yes;
    throw ProtocolError(std::move(known), std::string("the object is no ") + Interface::_PD_repoId);
  }
  return narrowed;
}

CORBA::Object_ptr CoreLane::Connection::adopt(CORBA::Object_ptr published, Deadline deadline) {
  CORBA::Object_ptr moved = move_to_lane(published, root(), connection_id());
  arm(moved->_PR_getobj(), deadline);
  return moved;
}

}  // namespace orbbench::orb_client
