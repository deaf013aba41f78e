#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace orbbench::widget_core {

struct HistoryEvent {
  std::int64_t sequence = 0;
  std::string kind;
  nlohmann::json detail = nlohmann::json::object();
  std::string occurred_at;
};

nlohmann::json to_json(const HistoryEvent& event);

struct HistoryPage {
  std::vector<HistoryEvent> events;
  std::int64_t total = 0;  ///< that ever happened; the newest 10000 are kept
};

/// The history of a widget, within a transaction of the caller's. The numbers have no gaps: they
/// come from the widget's row, under its lock. Nothing where the widget is gone.
std::optional<HistoryEvent> append_event(pqxx::work& work, std::int64_t widget_id,
                                         const std::string& kind, const nlohmann::json& detail);
HistoryPage list_events(pqxx::work& work, std::int64_t widget_id, std::int64_t after,
                        std::int64_t limit);

/// Puts a history back as it was.
void insert_events(pqxx::work& work, std::int64_t widget_id,
                   const std::vector<HistoryEvent>& events);

}  // namespace orbbench::widget_core
