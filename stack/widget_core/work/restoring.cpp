#include "work/restoring.hpp"

#include "core/call_failure.hpp"
#include "store/intents.hpp"

namespace orbbench::widget_core {

bool restore_object(pqxx::work& work, const WidgetRecord& record, widget_bridge::CoreWidgets& core,
                    orb_client::Deadline deadline) {
  if (find_deletion(work, record.widget.id)) {
    return false;
  }
  try {
    core.create(record.widget.id, record.widget.type, record.widget.label, {}, deadline);
  } catch (const orb_client::RemoteError& error) {
    if (!is_remote(error, "OrbCore::WidgetExists")) {
      throw;
    }
  }
  return true;
}

}  // namespace orbbench::widget_core
