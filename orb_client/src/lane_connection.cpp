#include "lane_connection.hpp"

#include <omniORB4/omniObjRef.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "lane_reference.hpp"

namespace orbbench::orb_client {
namespace {

// A widget takes about a kilobyte of references; a lane that sees millions must forget some.
constexpr std::size_t kMaxKnownWidgets = 1024;

constexpr std::chrono::seconds kCloseBudget{1};

struct WholeMilliseconds {
  unsigned long seconds;
  unsigned long nanoseconds;
};

WholeMilliseconds round_up(Deadline::Clock::duration left) {
  const auto whole = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return {static_cast<unsigned long>(whole / 1000),
          static_cast<unsigned long>(whole % 1000) * 1'000'000UL};
}

/// Bounds the calls that the ORB itself makes on this thread.
class ThreadDeadline {
 public:
  explicit ThreadDeadline(Deadline deadline) {
    const WholeMilliseconds left = round_up(deadline.remaining());
    omni_time_t instant;
    omni_thread::get_time(instant, omni_time_t(left.seconds, left.nanoseconds));
    omniORB::setClientThreadCallDeadline(instant);
  }
  ~ThreadDeadline() { omniORB::setClientThreadCallTimeout(0); }
  ThreadDeadline(const ThreadDeadline&) = delete;
  ThreadDeadline& operator=(const ThreadDeadline&) = delete;

 private:
  // omniORB keeps the deadline in its own thread object, which other threads do not have.
  omni_thread::ensure_self self_;
};

}  // namespace

CoreLane::Connection::Connection(OrbRuntime::Implementation& runtime, std::string endpoint_label,
                                 std::size_t number, CallObserver* observer)
    : runtime_(runtime),
      endpoint_label_(std::move(endpoint_label)),
      number_(number),
      connection_id_(runtime.next_connection_id()),
      observer_(observer) {}

CoreLane::Connection::~Connection() {
  close();
}

void CoreLane::Connection::open(const std::string& reference, Deadline deadline) {
  const CORBA::Object_var object = resolve(reference, deadline);
  root_ = restrict_to_connection(object, connection_id_);
  core_ = perform("connect", root_->_PR_getobj(), deadline,
                  [&] { return narrow<OrbCore::Core>(root_, deadline); });
  registry_ = read_object<OrbCore::WidgetRegistry>("connect", deadline,
                                                   [&] { return core_->registry_object(); });
  probe_ = read_object<OrbCore::Probe>("connect", deadline, [&] { return core_->probe_object(); });
  diagnostics_ = read_object<OrbCore::Diagnostics>("connect", deadline,
                                                   [&] { return core_->diagnostics_object(); });
  wire_.phase = LaneWire::Phase::Established;
}

bool CoreLane::Connection::connected() const {
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

CORBA::Object_var CoreLane::Connection::resolve(const std::string& reference, Deadline deadline) {
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
                     facts("connect"), "");
  }
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
  CORBA::Object_ptr moved = move_to_lane(published, root_, connection_id_);
  arm(moved->_PR_getobj(), deadline);
  return moved;
}

bool CoreLane::Connection::arm(omniObjRef* target, Deadline deadline) {
  const Clock::duration left = deadline.remaining();
  if (left <= Clock::duration::zero()) {
    return false;
  }
  const WholeMilliseconds timeout = round_up(left);
  target->_setTimeout(timeout.seconds, timeout.nanoseconds);
  return true;
}

CallFacts CoreLane::Connection::facts(const char* operation) const {
  return {.operation = operation, .endpoint = endpoint_label_, .exception = ""};
}

void CoreLane::Connection::spend() {
  spent_ = true;
  // omniORB may have closed it, and the number may be another file's by now.
  wire_.socket = -1;
}

void CoreLane::Connection::close() {
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

CoreLane::Connection::Clock::time_point CoreLane::Connection::start_time() const {
  return observer_ != nullptr ? Clock::now() : Clock::time_point{};
}

void CoreLane::Connection::report(const char* operation, Outcome outcome, Clock::time_point start) {
  if (observer_ != nullptr && wire_.phase == LaneWire::Phase::Established) {
    observer_->on_call({operation, number_, outcome, Clock::now() - start});
  }
}

void CoreLane::Connection::refuse_expired(const char* operation, Clock::time_point start) {
  report(operation, Outcome::Timeout, start);
  throw TimeoutError(facts(operation), "the deadline passed before the call was sent");
}

void CoreLane::Connection::fail(const char* operation, const omniObjRef* target,
                                const CORBA::Exception& error, Clock::time_point start) {
  const bool is_root = target == core_->_PR_getobj() || target == root_->_PR_getobj();
  const Outcome outcome = classify(error, is_root ? CallTarget::Root : CallTarget::Object);
  const bool answered = std::exchange(wire_.exception_replied, false);
  const std::string detail = std::exchange(wire_.detail, {});
  // An exception of this process's ORB may have cut a message short: omniORB then closes.
  if (outcome != Outcome::RemoteError || !answered) {
    spend();
  }
  report(operation, outcome, start);
  throw_translated(error, outcome, facts(operation), detail);
}

}  // namespace orbbench::orb_client
