#include "orbbench/orb_client/core_lane.hpp"

#include <utility>

#include "lane_connection.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "value_conversion.hpp"

namespace orbbench::orb_client {
namespace {

Argument require_argument(const CORBA::Any& value, const char* operation) {
  if (auto argument = to_argument(value)) {
    return *std::move(argument);
  }
  throw ProtocolError({.operation = operation,
                       .endpoint = "the core",
                       .exception = "",
                       .completion = Completion::Yes},
                      "the result is neither a boolean, a number nor a string");
}

}  // namespace

const char* to_string(SitePriority priority) {
  switch (priority) {
    case SitePriority::Critical:
      return "critical";
    case SitePriority::High:
      return "high";
    case SitePriority::Medium:
      return "medium";
    case SitePriority::Low:
      return "low";
  }
  return "unknown";
}

const char* to_string(FaultKind kind) {
  switch (kind) {
    case FaultKind::SkipZeroization:
      return "skip_zeroization";
    case FaultKind::Leak:
      return "leak";
    case FaultKind::CountTwice:
      return "count_twice";
    case FaultKind::CountWithoutFreeing:
      return "count_without_freeing";
    case FaultKind::FreeWithoutCounting:
      return "free_without_counting";
    case FaultKind::PretendZeroization:
      return "pretend_zeroization";
  }
  return "unknown";
}

CoreLane::CoreLane(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
CoreLane::~CoreLane() = default;
CoreLane::CoreLane(CoreLane&&) noexcept = default;
CoreLane& CoreLane::operator=(CoreLane&&) noexcept = default;

std::size_t CoreLane::number() const {
  return connection_->number();
}
bool CoreLane::spent() const {
  return connection_->spent();
}
bool CoreLane::answered() const {
  return connection_->answered();
}
bool CoreLane::connected() const {
  return connection_->connected();
}

// Widgets ----------------------------------------------------------------------------------------

void CoreLane::create_widget(std::int64_t widget_id, const std::string& type_name,
                             const std::string& label, std::span<const std::uint8_t> sensitive_data,
                             Deadline deadline) {
  const char* type_text = to_text(type_name);
  const char* label_text = to_text(label);
  const OrbCore::Octets octets = borrow_octets(sensitive_data);
  OrbCore::WidgetRegistry_ptr registry = connection_->registry();
  connection_->perform("create_widget", registry, deadline, [&] {
    const OrbCore::Widget_var widget = registry->create(widget_id, type_text, label_text, octets);
    connection_->remember_widget(widget_id, widget, deadline);
  });
}

void CoreLane::relabel_widget(std::int64_t widget_id, const std::string& label, Deadline deadline) {
  const char* label_text = to_text(label);
  OrbCore::WidgetRegistry_ptr registry = connection_->registry();
  connection_->perform("relabel_widget", registry, deadline,
                       [&] { registry->relabel(widget_id, label_text); });
}

void CoreLane::destroy_widget(std::int64_t widget_id, Deadline deadline) {
  OrbCore::WidgetRegistry_ptr registry = connection_->registry();
  connection_->forget_widget(widget_id);
  connection_->perform("destroy_widget", registry, deadline, [&] { registry->destroy(widget_id); });
}

void CoreLane::find_widget(std::int64_t widget_id, Deadline deadline) {
  OrbCore::WidgetRegistry_ptr registry = connection_->registry();
  connection_->perform("find_widget", registry, deadline, [&] {
    const OrbCore::Widget_var widget = registry->find(widget_id);
    connection_->remember_widget(widget_id, widget, deadline);
  });
}

std::vector<WidgetDescription> CoreLane::list_widgets(std::uint32_t offset, std::uint32_t limit,
                                                      Deadline deadline) {
  OrbCore::WidgetRegistry_ptr registry = connection_->registry();
  return connection_->perform("list_widgets", registry, deadline, [&] {
    const OrbCore::WidgetDescriptions_var found = registry->list(offset, limit);
    return from_idl(found.in());
  });
}

Argument CoreLane::invoke_widget(std::int64_t widget_id, const std::string& operation,
                                 const std::vector<Argument>& parameters, Deadline deadline) {
  const char* operation_text = to_text(operation);
  const OrbCore::Arguments arguments = to_arguments(parameters);
  if (CORBA::is_nil(connection_->known_widget(widget_id))) {
    find_widget(widget_id, deadline);
  }
  OrbCore::Widget_ptr widget = connection_->known_widget(widget_id);
  try {
    return connection_->perform("invoke_widget", widget, deadline, [&] {
      const CORBA::Any_var result = widget->invoke(operation_text, arguments);
      return require_argument(result.in(), "invoke_widget");
    });
  } catch (const RemoteError& error) {
    if (error.facts().exception == "OBJECT_NOT_EXIST") {
      connection_->forget_widget(widget_id);
    }
    throw;
  }
}

// Measuring --------------------------------------------------------------------------------------

void CoreLane::ping(Deadline deadline) {
  OrbCore::Probe_ptr probe = connection_->probe();
  connection_->perform("ping", probe, deadline, [&] { probe->ping(); });
}

std::string CoreLane::echo_string(const std::string& value, Deadline deadline) {
  const char* text = to_text(value);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("echo_string", probe, deadline, [&] {
    const CORBA::String_var echoed = probe->echo_string(text);
    return std::string(echoed);
  });
}

Octets CoreLane::echo_octets(std::span<const std::uint8_t> value, Deadline deadline) {
  const OrbCore::Octets octets = borrow_octets(value);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("echo_octets", probe, deadline, [&] {
    const OrbCore::Octets_var echoed = probe->echo_octets(octets);
    return to_octets(echoed.in());
  });
}

std::vector<Sample> CoreLane::echo_samples(const std::vector<Sample>& value, Deadline deadline) {
  const OrbCore::Samples samples = to_idl(value);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("echo_samples", probe, deadline, [&] {
    const OrbCore::Samples_var echoed = probe->echo_samples(samples);
    return from_idl(echoed.in());
  });
}

Argument CoreLane::echo_any(const Argument& value, Deadline deadline) {
  const CORBA::Any any = to_any(value);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("echo_any", probe, deadline, [&] {
    const CORBA::Any_var echoed = probe->echo_any(any);
    return require_argument(echoed.in(), "echo_any");
  });
}

void CoreLane::notify(const std::string& channel, std::uint64_t sequence_number,
                      Deadline deadline) {
  const char* text = to_text(channel);
  OrbCore::Probe_ptr probe = connection_->probe();
  connection_->perform("notify", probe, deadline, [&] { probe->notify(text, sequence_number); });
}

ArrivalReport CoreLane::arrivals(const std::string& channel, Deadline deadline) {
  const char* text = to_text(channel);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("arrivals", probe, deadline,
                              [&] { return from_idl(probe->arrivals(text)); });
}

void CoreLane::forget_arrivals(const std::string& channel, Deadline deadline) {
  const char* text = to_text(channel);
  OrbCore::Probe_ptr probe = connection_->probe();
  connection_->perform("forget_arrivals", probe, deadline, [&] { probe->forget_arrivals(text); });
}

void CoreLane::hold(std::chrono::milliseconds duration, Deadline deadline) {
  const CORBA::ULong milliseconds = to_unsigned_long(duration.count(), "milliseconds to hold");
  OrbCore::Probe_ptr probe = connection_->probe();
  connection_->perform("hold", probe, deadline, [&] { probe->hold(milliseconds); });
}

std::uint32_t CoreLane::execute(const std::string& token, Deadline deadline) {
  const char* text = to_text(token);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("execute", probe, deadline, [&] { return probe->execute(text); });
}

std::uint32_t CoreLane::executions(const std::string& token, Deadline deadline) {
  const char* text = to_text(token);
  OrbCore::Probe_ptr probe = connection_->probe();
  return connection_->perform("executions", probe, deadline,
                              [&] { return probe->executions(text); });
}

void CoreLane::forget(const std::string& token, Deadline deadline) {
  const char* text = to_text(token);
  OrbCore::Probe_ptr probe = connection_->probe();
  connection_->perform("forget", probe, deadline, [&] { probe->forget(text); });
}

std::uint32_t CoreLane::call_back(std::uint32_t turns, Deadline deadline) {
  OrbCore::Probe_ptr probe = connection_->probe();
  OrbCore::ProbeCallback_ptr target = connection_->callback_target();
  return connection_->perform("call_back", probe, deadline,
                              [&] { return probe->call_back(target, turns); });
}

// Diagnostics and faults -------------------------------------------------------------------------

std::vector<SiteRecord> CoreLane::read_ledger(Deadline deadline) {
  OrbCore::Diagnostics_ptr diagnostics = connection_->diagnostics();
  return connection_->perform("read_ledger", diagnostics, deadline, [&] {
    const OrbCore::SiteRecords_var records = diagnostics->read_ledger();
    return from_idl(records.in());
  });
}

ProcessState CoreLane::read_process(Deadline deadline) {
  OrbCore::Diagnostics_ptr diagnostics = connection_->diagnostics();
  return connection_->perform("read_process", diagnostics, deadline, [&] {
    const OrbCore::ProcessState_var state = diagnostics->read_process();
    return from_idl(state.in());
  });
}

void CoreLane::inject_fault(FaultKind kind, const std::string& site, Deadline deadline) {
  const char* text = to_text(site);
  OrbCore::Faults_ptr faults = connection_->faults(deadline);
  connection_->perform("inject_fault", faults, deadline,
                       [&] { faults->inject(to_idl(kind), text); });
}

void CoreLane::delay_replies(std::chrono::microseconds delay, double percent, Deadline deadline) {
  const CORBA::ULong microseconds = to_unsigned_long(delay.count(), "microseconds of delay");
  OrbCore::Faults_ptr faults = connection_->faults(deadline);
  connection_->perform("delay_replies", faults, deadline,
                       [&] { faults->delay_replies(microseconds, percent); });
}

void CoreLane::drop_replies(std::uint32_t count, Deadline deadline) {
  OrbCore::Faults_ptr faults = connection_->faults(deadline);
  connection_->perform("drop_replies", faults, deadline, [&] { faults->drop_replies(count); });
}

void CoreLane::crash(Deadline deadline) {
  OrbCore::Faults_ptr faults = connection_->faults(deadline);
  connection_->perform("crash", faults, deadline, [&] { faults->crash(); });
}

void CoreLane::clear_faults(Deadline deadline) {
  OrbCore::Faults_ptr faults = connection_->faults(deadline);
  connection_->perform("clear_faults", faults, deadline, [&] { faults->clear(); });
}

}  // namespace orbbench::orb_client
