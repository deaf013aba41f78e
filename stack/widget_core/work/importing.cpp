#include <pqxx/pqxx>
#include <utility>

#include "model/field_problems.hpp"
#include "model/widget_record.hpp"
#include "model/widget_request.hpp"
#include "work/exporting.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using service::HttpError;

constexpr std::size_t kMaxWidgets = 1000;
constexpr std::size_t kMaxEvents = 10'000;

void check_snapshot(const json& body) {
  FieldProblems problems;
  problems.refuse_unknown(body, {"format", "widgets", "hash"});
  for (const char* field : {"format", "widgets", "hash"}) {
    if (!body.contains(field)) {
      problems.missing(field);
    }
  }
  problems.throw_if_any();
  if (body["format"] != 1) {
    problems.invalid("format");
  }
  if (!body["widgets"].is_array() || body["widgets"].size() > kMaxWidgets) {
    problems.invalid("widgets");
  }
  problems.throw_if_any();
  if (body["hash"] != hash_snapshot(body["widgets"])) {
    throw HttpError(422, "UNPROCESSABLE", "Snapshot damaged",
                    "the hash is not that of the widgets");
  }
}

std::vector<HistoryEvent> read_events(const json& list) {
  std::vector<HistoryEvent> events;
  if (list.size() > kMaxEvents) {
    refuse_field("widgets.events");
  }
  for (const json& event : list) {
    events.push_back({.sequence = event.at("sequence").get<std::int64_t>(),
                      .kind = event.at("kind").get<std::string>(),
                      .detail = event.at("detail"),
                      .occurred_at = event.at("occurred_at").get<std::string>()});
    if (events.size() > 1 && events.back().sequence != (events.end() - 2)->sequence + 1) {
      refuse_field("widgets.events");
    }
  }
  return events;
}

// By the rules of a POST; read_draft throws where one is broken.
void check_fields(const json& content) {
  json draft{{"type", content.at("type")},       {"label", content.at("label")},
             {"enabled", content.at("enabled")}, {"position", content.at("position")},
             {"size", content.at("size")},       {"value", content.at("value")}};
  if (content.contains("orb_reference")) {
    draft["orb_reference"] = content["orb_reference"];
  }
  read_draft(draft);
}

NewWidget read_widget(json content) {
  NewWidget created;
  created.events = read_events(content.at("events"));
  content.erase("events");
  // Whose it was and what it was called there does not matter here.
  content["widget_id"] = 1;
  content["owner_id"] = 0;
  content["tenant_id"] = 0;
  if (content.at("orb_reference").is_null()) {
    content.erase("orb_reference");
  }
  check_fields(content);
  created.record = parse_record(content.dump()).value();
  return created;
}

}  // namespace

CreatedWidgets import_snapshot(Parts& parts, const service::Request& request, const json& body) {
  check_snapshot(body);
  std::vector<NewWidget> widgets;
  try {
    for (const json& content : body["widgets"]) {
      widgets.push_back(read_widget(content));
    }
    return create_widgets(parts, request, std::move(widgets));
  } catch (const json::exception&) {
    refuse_field("widgets");
  } catch (const std::bad_optional_access&) {
    refuse_field("widgets");
  } catch (const pqxx::data_exception&) {
    refuse_field("widgets");
  } catch (const pqxx::check_violation&) {
    refuse_field("widgets");
  }
}

}  // namespace orbbench::widget_core
