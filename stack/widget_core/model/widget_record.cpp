#include "model/widget_record.hpp"

#include "model/control_value.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;

json position_json(const std::optional<widget_bridge::Position>& position) {
  return position ? json{{"x", position->x}, {"y", position->y}} : json();
}

json size_json(const std::optional<widget_bridge::Size>& size) {
  return size ? json{{"width", size->width}, {"height", size->height}} : json();
}

widget_bridge::Widget read_widget(const json& object) {
  widget_bridge::Widget widget;
  widget.id = object.at("widget_id").get<std::int64_t>();
  widget.type = widget_bridge::widget_type_named(object.at("type").get<std::string>()).value();
  widget.label = object.at("label").get<std::string>();
  widget.enabled = object.at("enabled").get<bool>();
  if (const json& position = object.at("position"); !position.is_null()) {
    widget.position = {position.at("x").get<int>(), position.at("y").get<int>()};
  }
  if (const json& size = object.at("size"); !size.is_null()) {
    widget.size = {size.at("width").get<int>(), size.at("height").get<int>()};
  }
  widget.state =
      widget_bridge::lifecycle_state_named(object.at("state").get<std::string>()).value();
  widget.value = control_value_of(widget.type, object.at("value")).value();
  return widget;
}

}  // namespace

service::Caller owner_of(const Scope& scope) {
  return scope.value_or(service::Caller{});
}

bool may_see(const Scope& scope, const WidgetRecord& record) {
  return !scope || (scope->user_id == record.owner_id && scope->tenant_id == record.tenant_id);
}

json to_json(const widget_bridge::ControlValue& value) {
  struct Writer {
    json operator()(std::monostate) const { return nullptr; }
    json operator()(bool ticked) const { return ticked; }
    json operator()(int position) const { return position; }
    json operator()(const std::string& text) const { return text; }
  };
  return std::visit(Writer{}, value);
}

json to_json(const WidgetRecord& record) {
  const widget_bridge::Widget& widget = record.widget;
  json object{{"widget_id", widget.id},
              {"type", widget_bridge::name_of(widget.type)},
              {"label", widget.label},
              {"enabled", widget.enabled},
              {"position", position_json(widget.position)},
              {"size", size_json(widget.size)},
              {"state", widget_bridge::name_of(widget.state)},
              {"value", to_json(widget.value)},
              {"version", record.version},
              {"owner_id", record.owner_id},
              {"tenant_id", record.tenant_id},
              {"created_at", record.created_at},
              {"updated_at", record.updated_at}};
  if (record.orb_reference) {
    object["orb_reference"] = *record.orb_reference;
  }
  return object;
}

std::optional<WidgetRecord> parse_record(std::string_view text) {
  try {
    const json object = json::parse(text);
    WidgetRecord record;
    record.widget = read_widget(object);
    record.version = object.at("version").get<std::int64_t>();
    record.owner_id = object.at("owner_id").get<std::int64_t>();
    record.tenant_id = object.at("tenant_id").get<std::int64_t>();
    if (object.contains("orb_reference")) {
      record.orb_reference = object["orb_reference"].get<std::string>();
    }
    record.created_at = object.at("created_at").get<std::string>();
    record.updated_at = object.at("updated_at").get<std::string>();
    return record;
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const std::bad_optional_access&) {
    return std::nullopt;
  }
}

std::string etag_of(const WidgetRecord& record) {
  return "\"version-" + std::to_string(record.version) + "\"";
}

}  // namespace orbbench::widget_core
