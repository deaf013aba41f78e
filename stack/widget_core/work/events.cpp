#include "work/events.hpp"

#include "model/control_value.hpp"
#include "model/field_problems.hpp"
#include "store/widget_rows.hpp"
#include "work/reading.hpp"
#include "work/uncaching.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using widget_bridge::EventKind;
using widget_bridge::WidgetEvent;

constexpr std::size_t kMaxKeyOctets = 32;

std::string read_key(const json& body, FieldProblems& problems) {
  if (!body.contains("key")) {
    problems.missing("key");
    return {};
  }
  const json& key = body["key"];
  if (!key.is_string() || key.get_ref<const std::string&>().empty() ||
      key.get_ref<const std::string&>().size() > kMaxKeyOctets ||
      key.get_ref<const std::string&>().find('\0') != std::string::npos) {
    problems.invalid("key");
    return {};
  }
  return key.get<std::string>();
}

EventKind read_kind(const json& body) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"kind", "key", "value"});
  std::optional<EventKind> kind;
  if (!body.contains("kind")) {
    problems.missing("kind");
  } else if (body["kind"].is_string()) {
    kind = widget_bridge::event_kind_named(body["kind"].get<std::string>());
  }
  if (body.contains("kind") && !kind) {
    problems.invalid("kind");
  }
  problems.throw_if_any();
  return kind.value_or(EventKind::Click);
}

/// All but a State's value, which depends on the widget's type.
WidgetEvent read_event(const json& body) {
  WidgetEvent event;
  event.kind = read_kind(body);
  FieldProblems problems;
  if (event.kind == EventKind::Key) {
    event.key = read_key(body, problems);
  } else if (body.contains("key")) {
    problems.invalid("key");
  }
  if (event.kind == EventKind::State && !body.contains("value")) {
    problems.missing("value");
  } else if (event.kind != EventKind::State && body.contains("value")) {
    problems.invalid("value");
  }
  problems.throw_if_any();
  return event;
}

WidgetEvent with_value(WidgetEvent event, const WidgetRecord& row, const json& body) {
  if (event.kind != EventKind::State) {
    return event;
  }
  const auto value = control_value_of(row.widget.type, body["value"]);
  if (!value || body["value"].is_null()) {
    throw service::HttpError(
        422, "UNPROCESSABLE", "Event not possible",
        "a " + std::string(name_of(row.widget.type)) + " cannot have that value");
  }
  event.value = *value;
  return event;
}

json detail_of(const WidgetEvent& event, const WidgetRecord& after) {
  json detail = json::object();
  if (event.kind == EventKind::Key) {
    detail["key"] = event.key;
  }
  if (event.kind == EventKind::State) {
    detail["requested"] = to_json(event.value);
  }
  if (!std::holds_alternative<std::monostate>(after.widget.value)) {
    detail["value"] = to_json(after.widget.value);
  }
  return detail;
}

struct Handled {
  HistoryEvent event;
  WidgetRecord record;
  std::string lease;
};

Handled react(Parts& parts, pqxx::work& work, const service::Request& request, std::int64_t id,
              const WidgetEvent& event, const json& body) {
  auto row = find_widget(work, id, request.caller, RowLock::ForUpdate);
  if (!row) {
    throw widget_not_found(id);
  }
  Handled handled;
  handled.record = *row;
  const WidgetEvent full = with_value(event, *row, body);
  handled.record.widget.value = parts.controls.react(row->widget, full, request.deadline);
  if (handled.record.widget.value != row->widget.value) {
    handled.record = update_widget(work, handled.record);
    write_audit(work, request.caller, "event", id, request.correlation_id);
  }
  handled.event =
      append_event(work, id, std::string(name_of(event.kind)), detail_of(full, handled.record))
          .value();
  if (handled.record.version != row->version) {
    handled.lease = begin_write_or_plan(parts, work, handled.record);
  }
  return handled;
}

}  // namespace

HistoryEvent handle_event(Parts& parts, const service::Request& request, std::int64_t id,
                          const json& body) {
  const WidgetEvent event = read_event(body);
  const Handled handled = parts.database.query(request.deadline, [&](pqxx::work& work) {
    return react(parts, work, request, id, event, body);
  });
  finish_write_or_plan(parts, handled.record, handled.lease);
  return handled.event;
}

HistoryPage read_history(Parts& parts, const service::Request& request, std::int64_t id,
                         std::int64_t after, std::int64_t limit) {
  return parts.database.query(request.deadline, [&](pqxx::work& work) {
    if (!find_widget(work, id, request.caller)) {
      throw widget_not_found(id);
    }
    return list_events(work, id, after, limit);
  });
}

}  // namespace orbbench::widget_core
