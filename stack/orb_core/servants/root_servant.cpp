#include "broker/request_scope.hpp"
#include "broker/system_exception.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {

OrbCore::WidgetRegistry_ptr RootServant::registry_object() {
  const RequestScope scope(core_.broker, Operation::OpenRegistry);
  return OrbCore::WidgetRegistry::_duplicate(objects_.registry);
}

OrbCore::Probe_ptr RootServant::probe_object() {
  const RequestScope scope(core_.broker, Operation::OpenProbe);
  return OrbCore::Probe::_duplicate(objects_.probe);
}

OrbCore::Diagnostics_ptr RootServant::diagnostics_object() {
  const RequestScope scope(core_.broker, Operation::OpenDiagnostics);
  return OrbCore::Diagnostics::_duplicate(objects_.diagnostics);
}

OrbCore::Faults_ptr RootServant::open_faults() {
  const RequestScope scope(core_.broker, Operation::OpenFaults);
  if (CORBA::is_nil(objects_.faults)) {
    raise<CORBA::NO_PERMISSION>(Minor::FaultsDisabled,
                                "the core was started without --enable-faults");
  }
  return OrbCore::Faults::_duplicate(objects_.faults);
}

}  // namespace orbbench::orb_core
