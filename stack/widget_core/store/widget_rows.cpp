#include "store/widget_rows.hpp"

#include "model/control_value.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using std::to_string;

// ISO 8601: to_char would take a zone of its own.
#define ORBBENCH_TIME(column) \
  "to_char(" column " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS " column
constexpr const char* kColumns =
    "widget_id, type, label, enabled, position::text AS position, size::text AS size, state, "
    "value::text AS value, version, orb_reference, owner_id, tenant_id, "  //
    ORBBENCH_TIME("created_at") ", " ORBBENCH_TIME("updated_at");
#undef ORBBENCH_TIME

// $1 and $2: the scope's user and tenant, or nulls.
constexpr const char* kInScope =
    "($1::bigint IS NULL OR (owner_id = $1::bigint AND tenant_id = $2::bigint))";

std::optional<std::int64_t> user_of(const Scope& scope) {
  return scope ? std::optional(scope->user_id) : std::nullopt;
}

std::optional<std::int64_t> tenant_of(const Scope& scope) {
  return scope ? std::optional(scope->tenant_id) : std::nullopt;
}

json json_of(const pqxx::field& field) {
  return field.is_null() ? json() : json::parse(field.c_str());
}

widget_bridge::Widget widget_of(const pqxx::row& row) {
  widget_bridge::Widget widget;
  widget.id = row["widget_id"].as<std::int64_t>();
  widget.type = widget_bridge::widget_type_named(row["type"].c_str()).value();
  widget.label = row["label"].c_str();
  widget.enabled = row["enabled"].as<bool>();
  if (const json position = json_of(row["position"]); !position.is_null()) {
    widget.position = {position.value("x", 0), position.value("y", 0)};
  }
  if (const json size = json_of(row["size"]); !size.is_null()) {
    widget.size = {size.at("width").get<int>(), size.at("height").get<int>()};
  }
  widget.state = widget_bridge::lifecycle_state_named(row["state"].c_str()).value();
  widget.value =
      control_value_of(widget.type, json_of(row["value"])).value_or(widget_bridge::ControlValue());
  return widget;
}

WidgetRecord record_of(const pqxx::row& row) {
  WidgetRecord record;
  record.widget = widget_of(row);
  record.version = row["version"].as<std::int64_t>();
  record.owner_id = row["owner_id"].as<std::int64_t>();
  record.tenant_id = row["tenant_id"].as<std::int64_t>();
  if (!row["orb_reference"].is_null()) {
    record.orb_reference = row["orb_reference"].c_str();
  }
  record.created_at = row["created_at"].c_str();
  record.updated_at = row["updated_at"].c_str();
  return record;
}

// Null columns rather than JSON nulls.
std::optional<std::string> column_of(const json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.dump());
}

struct Columns {
  std::optional<std::string> position;
  std::optional<std::string> size;
  std::optional<std::string> value;
};

Columns columns_of(const WidgetRecord& record) {
  const json shown = to_json(record);
  return {column_of(shown["position"]), column_of(shown["size"]), column_of(shown["value"])};
}

}  // namespace

std::optional<WidgetRecord> find_widget(pqxx::work& work, std::int64_t id, const Scope& scope,
                                        RowLock lock) {
  const std::string sql = std::string("SELECT ") + kColumns +
                          " FROM widgets WHERE widget_id = $3 AND " + kInScope +
                          (lock == RowLock::ForUpdate ? " FOR UPDATE" : "");
  const pqxx::result found = work.exec_params(sql, user_of(scope), tenant_of(scope), id);
  return found.empty() ? std::nullopt : std::optional(record_of(found[0]));
}

WidgetPage list_widgets(pqxx::work& work, const Scope& scope, std::int64_t limit,
                        std::int64_t offset) {
  WidgetPage page;
  const std::string total = std::string("SELECT count(*) FROM widgets WHERE ") + kInScope;
  page.total = work.exec_params1(total, user_of(scope), tenant_of(scope))[0].as<std::int64_t>();
  const std::string rows = std::string("SELECT ") + kColumns + " FROM widgets WHERE " + kInScope +
                           " ORDER BY widget_id LIMIT $3 OFFSET $4";
  for (const auto& row : work.exec_params(rows, user_of(scope), tenant_of(scope), limit, offset)) {
    page.widgets.push_back(record_of(row));
  }
  return page;
}

std::vector<std::int64_t> list_widget_ids(pqxx::work& work) {
  std::vector<std::int64_t> ids;
  for (const auto& row : work.exec("SELECT widget_id FROM widgets ORDER BY widget_id")) {
    ids.push_back(row[0].as<std::int64_t>());
  }
  return ids;
}

WidgetRecord insert_widget(pqxx::work& work, const WidgetRecord& record) {
  const Columns columns = columns_of(record);
  const std::string sql =
      std::string(
          "INSERT INTO widgets (widget_id, tenant_id, owner_id, type, label, enabled, "
          "position, size, state, value, version, orb_reference, created_at, updated_at) "
          "VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10::jsonb, $11, $12, "
          "coalesce(nullif($13, '')::timestamptz, now()), "
          "coalesce(nullif($14, '')::timestamptz, now())) RETURNING ") +
      kColumns;
  return record_of(work.exec_params1(
      sql, record.widget.id, record.tenant_id, record.owner_id,
      std::string(name_of(record.widget.type)), record.widget.label, record.widget.enabled,
      columns.position, columns.size, std::string(name_of(record.widget.state)), columns.value,
      record.version, record.orb_reference, record.created_at, record.updated_at));
}

WidgetRecord update_widget(pqxx::work& work, const WidgetRecord& record) {
  const Columns columns = columns_of(record);
  const std::string sql =
      std::string(
          "UPDATE widgets SET label = $2, enabled = $3, position = $4::jsonb, "
          "size = $5::jsonb, state = $6, value = $7::jsonb, orb_reference = $8, "
          "version = version + 1, updated_at = now() WHERE widget_id = $1 RETURNING ") +
      kColumns;
  return record_of(work.exec_params1(sql, record.widget.id, record.widget.label,
                                     record.widget.enabled, columns.position, columns.size,
                                     std::string(name_of(record.widget.state)), columns.value,
                                     record.orb_reference));
}

bool delete_widget(pqxx::work& work, std::int64_t id, const Scope& scope) {
  const std::string sql = std::string("DELETE FROM widgets WHERE widget_id = $3 AND ") + kInScope;
  return work.exec_params(sql, user_of(scope), tenant_of(scope), id).affected_rows() == 1;
}

void write_audit(pqxx::work& work, const Scope& scope, const std::string& operation,
                 std::int64_t widget_id, const std::string& correlation_id) {
  work.exec_params0(
      "INSERT INTO audit_logs (username, event_type, operation, resource_id, success, "
      "correlation_id) VALUES ((SELECT username FROM users WHERE user_id = $1), 'widget', $2, $3, "
      "true, $4)",
      owner_of(scope).user_id, operation, widget_id, correlation_id);
}

}  // namespace orbbench::widget_core
