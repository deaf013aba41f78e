#pragma once

#include <pqxx/pqxx>

#include "model/widget_record.hpp"
#include "orbbench/widget_bridge/core_widgets.hpp"

namespace orbbench::widget_core {

/// Gives a row whose core object is gone (the core was restarted, or another endpoint serves) its
/// object anew, without the sensitive data that only the lost one knew. Under the row's lock in
/// `work`, and not while the widget is being deleted: nobody could destroy the object then. Whether
/// there is one now. Throws CallError.
bool restore_object(pqxx::work& work, const WidgetRecord& record, widget_bridge::CoreWidgets& core,
                    orb_client::Deadline deadline);

}  // namespace orbbench::widget_core
