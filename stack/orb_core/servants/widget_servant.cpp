#include <cstdlib>
#include <memory>

#include "broker/request_scope.hpp"
#include "broker/system_exception.hpp"
#include "servants/servants.hpp"
#include "widgets/invocation.hpp"
#include "widgets/widget_operations.hpp"

namespace orbbench::orb_core {
namespace {

struct ResultHolder {
  static constexpr Site kSite = Site::ResultHolder;
  HeldAny value;
};

/// Why an invocation failed, for as long as it is being answered.
struct ExceptionRecord {
  static constexpr Site kSite = Site::ExceptionRecord;
  OwnedOctets<Site::ExceptionText> name;
};

/// Writes each invocation into the widget's history, as succeeded only if nothing was raised.
class HistoryEntry {
 public:
  HistoryEntry(Widget& widget, const char* operation) : widget_(widget), operation_(operation) {}
  ~HistoryEntry() { widget_.history().add(operation_, succeeded_); }
  HistoryEntry(const HistoryEntry&) = delete;
  HistoryEntry& operator=(const HistoryEntry&) = delete;

  void succeed() { succeeded_ = true; }

 private:
  Widget& widget_;
  const char* operation_;
  bool succeeded_ = false;
};

}  // namespace

WidgetUse WidgetServant::use_target() {
  const PortableServer::ObjectId_var id = current_->get_object_id();
  const CORBA::String_var text = PortableServer::ObjectId_to_string(id.in());
  WidgetUse widget = core_.registry.use(std::strtoll(text.in(), nullptr, 10));
  if (!widget) {
    raise<CORBA::OBJECT_NOT_EXIST>(Minor::WidgetDestroyed,
                                   std::string("widget ") + text.in() + " does not exist");
  }
  return widget;
}

CORBA::LongLong WidgetServant::widget_id() {
  const RequestScope scope(core_.broker, Operation::WidgetId);
  return use_target()->id();
}

CORBA::Any* WidgetServant::invoke(const char* operation, const OrbCore::Arguments& parameters) {
  const RequestScope scope(core_.broker, Operation::Invoke);
  const WidgetUse widget = use_target();
  const ArgumentList arguments = ArgumentList::hold(parameters);
  HistoryEntry entry(*widget, operation);
  try {
    const auto result =
        make_owned<ResultHolder>(HeldAny(run_operation(*widget, operation, arguments)));
    entry.succeed();
    return new CORBA::Any(result->value.any());
  } catch (const CORBA::Exception& error) {
    const auto record =
        make_owned<ExceptionRecord>(OwnedOctets<Site::ExceptionText>(error._name()));
    throw;
  }
}

}  // namespace orbbench::orb_core
