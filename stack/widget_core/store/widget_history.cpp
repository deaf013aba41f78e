#include "store/widget_history.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::widget_core {
namespace {

using nlohmann::json;

constexpr std::int64_t kMaxKept = 10'000;
constexpr const char* kColumns =
    "sequence, kind, detail::text AS detail, to_char(occurred_at AT TIME ZONE 'UTC', "
    "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS occurred_at";

HistoryEvent event_of(const pqxx::row& row) {
  return {.sequence = row["sequence"].as<std::int64_t>(),
          .kind = row["kind"].c_str(),
          .detail = json::parse(row["detail"].c_str()),
          .occurred_at = row["occurred_at"].c_str()};
}

// jsonb cannot hold a NUL, and a core may have answered with one.
json without_nul(json value) {
  if (value.is_string()) {
    auto& text = value.get_ref<std::string&>();
    std::replace(text.begin(), text.end(), '\0', ' ');
  } else if (value.is_structured()) {
    for (json& element : value) {
      element = without_nul(std::move(element));
    }
  }
  return value;
}

std::string storable(const json& detail) {
  return without_nul(detail).dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

json to_json(const HistoryEvent& event) {
  return {{"sequence", event.sequence},
          {"kind", event.kind},
          {"detail", event.detail},
          {"occurred_at", event.occurred_at}};
}

std::optional<HistoryEvent> append_event(pqxx::work& work, std::int64_t widget_id,
                                         const std::string& kind, const json& detail) {
  const auto numbered = work.exec_params(
      "UPDATE widgets SET event_sequence = event_sequence + 1 WHERE widget_id = $1 "
      "RETURNING event_sequence",
      widget_id);
  if (numbered.empty()) {
    return std::nullopt;
  }
  const auto sequence = numbered[0][0].as<std::int64_t>();
  if (sequence > kMaxKept) {
    // That one alone: the numbers have no gaps. From the first one up the index would be searched
    // through all that were deleted since the last vacuum, each time.
    work.exec_params0("DELETE FROM widget_events WHERE widget_id = $1 AND sequence = $2", widget_id,
                      sequence - kMaxKept);
  }
  const std::string sql = std::string(
                              "INSERT INTO widget_events (widget_id, sequence, kind, "
                              "detail, occurred_at) VALUES ($1, $2, $3, $4::jsonb, "
                              "clock_timestamp()) RETURNING ") +
                          kColumns;
  return event_of(work.exec_params1(sql, widget_id, sequence, kind, storable(detail)));
}

HistoryPage list_events(pqxx::work& work, std::int64_t widget_id, std::int64_t after,
                        std::int64_t limit) {
  HistoryPage page;
  page.total =
      work.exec_params1("SELECT event_sequence FROM widgets WHERE widget_id = $1", widget_id)[0]
          .as<std::int64_t>();
  const std::string sql = std::string("SELECT ") + kColumns +
                          " FROM widget_events WHERE widget_id = $1 AND sequence > $2 "
                          "ORDER BY sequence LIMIT $3";
  for (const auto& row : work.exec_params(sql, widget_id, after, limit)) {
    page.events.push_back(event_of(row));
  }
  return page;
}

void insert_events(pqxx::work& work, std::int64_t widget_id,
                   const std::vector<HistoryEvent>& events) {
  std::int64_t last = 0;
  for (const HistoryEvent& event : events) {
    work.exec_params0(
        "INSERT INTO widget_events (widget_id, sequence, kind, detail, occurred_at) VALUES "
        "($1, $2, $3, $4::jsonb, $5::timestamptz)",
        widget_id, event.sequence, event.kind, storable(event.detail), event.occurred_at);
    last = event.sequence;
  }
  work.exec_params0("UPDATE widgets SET event_sequence = $2 WHERE widget_id = $1", widget_id, last);
}

}  // namespace orbbench::widget_core
