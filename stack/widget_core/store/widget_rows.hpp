#pragma once

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "model/widget_record.hpp"
#include "model/widget_request.hpp"

namespace orbbench::widget_core {

enum class RowLock { None, ForUpdate };

/// The rows of `widgets`, within a transaction of the caller's. What the scope may not see is not
/// there.
std::optional<WidgetRecord> find_widget(pqxx::work& work, std::int64_t id, const Scope& scope,
                                        RowLock lock = RowLock::None);

struct WidgetPage {
  std::vector<WidgetRecord> widgets;  ///< in the order of their ids
  std::int64_t total = 0;
};
WidgetPage list_widgets(pqxx::work& work, const Scope& scope, std::int64_t limit,
                        std::int64_t offset);

/// All ids, in their order.
std::vector<std::int64_t> list_widget_ids(pqxx::work& work);

/// Inserts it with its id and owner, and returns it with what the database adds.
WidgetRecord insert_widget(pqxx::work& work, const WidgetRecord& record);

/// Writes all that may change, under the row's lock, with the next version; returns the new row.
WidgetRecord update_widget(pqxx::work& work, const WidgetRecord& record);

/// Whether it was there.
bool delete_widget(pqxx::work& work, std::int64_t id, const Scope& scope);

/// One row of audit_logs, for a change in the same transaction.
void write_audit(pqxx::work& work, const Scope& scope, const std::string& operation,
                 std::int64_t widget_id, const std::string& correlation_id);

}  // namespace orbbench::widget_core
