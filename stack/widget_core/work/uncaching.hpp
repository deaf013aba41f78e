#pragma once

#include <pqxx/pqxx>
#include <string>

#include "model/widget_record.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// The cache's part in a change that is about to be committed: the value is removed and the lease
/// taken. Where Redis cannot be reached, an intent to remove the value later goes with the change,
/// and the lease is empty.
std::string begin_write_or_plan(Parts& parts, pqxx::work& work, const WidgetRecord& record);

/// After the commit. What fails here is planned in a transaction of its own.
void finish_write_or_plan(Parts& parts, const WidgetRecord& record, const std::string& lease);

}  // namespace orbbench::widget_core
