#pragma once

#include <string>

#include "broker/broker.hpp"
#include "lifetimes.hpp"
#include "orb_core.hh"
#include "probe/arrivals.hpp"
#include "probe/executions.hpp"
#include "widgets/registry.hpp"

namespace orbbench::orb_core {

/// What the servants of one core work on. Outlives them.
struct CoreState {
  CoreState(std::size_t max_widgets, const PublishedAddress& address)
      : registry(max_widgets, address, lifetimes), iiop_port(address.port) {}

  Broker broker;
  Lifetimes lifetimes;
  Registry registry;
  Arrivals arrivals;
  Executions executions;
  std::uint16_t iiop_port;
};

/// Incarnates every widget: the POA of widgets has it as its default servant and gives it the id.
class WidgetServant : public POA_OrbCore::Widget {
 public:
  WidgetServant(CoreState& core, PortableServer::Current_ptr current)
      : core_(core), current_(PortableServer::Current::_duplicate(current)) {}

  CORBA::LongLong widget_id() override;
  CORBA::Any* invoke(const char* operation, const OrbCore::Arguments& parameters) override;

 private:
  WidgetUse use_target();

  CoreState& core_;
  PortableServer::Current_var current_;
};

class RegistryServant : public POA_OrbCore::WidgetRegistry {
 public:
  RegistryServant(CoreState& core, PortableServer::POA_ptr widgets)
      : core_(core), widgets_(PortableServer::POA::_duplicate(widgets)) {}

  OrbCore::Widget_ptr create(CORBA::LongLong widget_id, const char* type_name, const char* label,
                             const OrbCore::Octets& sensitive_data) override;
  OrbCore::Widget_ptr find(CORBA::LongLong widget_id) override;
  OrbCore::WidgetDescriptions* list(CORBA::ULong offset, CORBA::ULong limit) override;
  void relabel(CORBA::LongLong widget_id, const char* label) override;
  void destroy(CORBA::LongLong widget_id) override;

 private:
  OrbCore::Widget_ptr reference_to(CORBA::LongLong widget_id);

  CoreState& core_;
  PortableServer::POA_var widgets_;
};

class ProbeServant : public POA_OrbCore::Probe {
 public:
  explicit ProbeServant(CoreState& core) : core_(core) {}

  void ping() override;
  char* echo_string(const char* value) override;
  OrbCore::Octets* echo_octets(const OrbCore::Octets& value) override;
  OrbCore::Samples* echo_samples(const OrbCore::Samples& value) override;
  CORBA::Any* echo_any(const CORBA::Any& value) override;
  void notify(const char* channel, CORBA::ULongLong sequence_number) override;
  OrbCore::ArrivalReport arrivals(const char* channel) override;
  void forget_arrivals(const char* channel) override;
  void hold(CORBA::ULong milliseconds) override;
  CORBA::ULong execute(const char* token) override;
  CORBA::ULong executions(const char* token) override;
  void forget(const char* token) override;
  CORBA::ULong call_back(OrbCore::ProbeCallback_ptr target, CORBA::ULong turns) override;

 private:
  CoreState& core_;
};

class DiagnosticsServant : public POA_OrbCore::Diagnostics {
 public:
  explicit DiagnosticsServant(CoreState& core) : core_(core) {}

  OrbCore::SiteRecords* read_ledger() override;
  OrbCore::ProcessState* read_process() override;

 private:
  CoreState& core_;
};

class FaultsServant : public POA_OrbCore::Faults {
 public:
  explicit FaultsServant(CoreState& core) : core_(core) {}

  void inject(OrbCore::FaultKind kind, const char* site) override;
  void delay_replies(CORBA::ULong microseconds, CORBA::Double percent) override;
  void drop_replies(CORBA::ULong count) override;
  void crash() override;
  void clear() override;

 private:
  CoreState& core_;
};

/// The objects that the root hands out.
struct CoreObjects {
  OrbCore::WidgetRegistry_var registry;
  OrbCore::Probe_var probe;
  OrbCore::Diagnostics_var diagnostics;
  OrbCore::Faults_var faults;  // nil without --enable-faults
};

class RootServant : public POA_OrbCore::Core {
 public:
  RootServant(CoreState& core, CoreObjects objects) : core_(core), objects_(std::move(objects)) {}

  OrbCore::WidgetRegistry_ptr registry_object() override;
  OrbCore::Probe_ptr probe_object() override;
  OrbCore::Diagnostics_ptr diagnostics_object() override;
  OrbCore::Faults_ptr open_faults() override;

 private:
  CoreState& core_;
  CoreObjects objects_;
};

}  // namespace orbbench::orb_core
