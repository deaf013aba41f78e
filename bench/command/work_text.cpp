#include "work_text.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>

namespace orbbench::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kWidestState = 9;
constexpr int kWidestKind = 8;
constexpr std::size_t kToTheSecond = 19;

std::size_t count_of(const work::ItemCounts& items) {
  return items.ready + items.leased + items.done + items.failed + items.cancelled;
}

Json text_or_null(const std::optional<work::Instant>& instant) {
  return instant ? Json(store::to_text(*instant)) : Json();
}

Json parsed(const std::string& text) {
  return text.empty() ? Json() : Json::parse(text);
}

Json object_of(const work::RunInfo& run) {
  return {{"work_id", run.work_id},
          {"kind", run.kind},
          {"state", work::to_text(run.state)},
          {"priority", run.priority},
          {"created_at", store::to_text(run.created_at)},
          {"finished_at", text_or_null(run.finished_at)},
          {"next_at", text_or_null(run.next_at)},
          {"result_id", run.result_id ? Json(*run.result_id) : Json()},
          {"items",
           {{"ready", run.items.ready},
            {"leased", run.items.leased},
            {"done", run.items.done},
            {"failed", run.items.failed},
            {"cancelled", run.items.cancelled}}},
          {"plan", parsed(run.plan)}};
}

Json object_of(const work::Attempt& attempt) {
  return {{"worker", attempt.worker},
          {"started_at", store::to_text(attempt.started)},
          {"ended_at", text_or_null(attempt.ended)},
          {"outcome", attempt.outcome},
          {"error", attempt.error}};
}

Json object_of(const work::ItemInfo& item) {
  Json attempts = Json::array();
  for (const work::Attempt& attempt : item.history) {
    attempts.push_back(object_of(attempt));
  }
  return {{"ordinal", item.ordinal},         {"state", work::to_text(item.state)},
          {"attempts", std::move(attempts)}, {"error", item.error},
          {"payload", parsed(item.payload)}, {"result", parsed(item.result)}};
}

bool is_worth_a_line(const work::ItemInfo& item) {
  return item.state != work::ItemState::Done || item.history.size() > 1;
}

}  // namespace

std::string text_line(const work::RunInfo& run) {
  std::ostringstream line;
  line << store::to_text(run.created_at).substr(0, kToTheSecond) << "Z  " << std::left
       << std::setw(kWidestState) << work::to_text(run.state) << "  " << std::setw(kWidestKind)
       << run.kind << "  " << run.items.done << "/" << count_of(run.items) << "  " << run.work_id
       << '\n';
  return line.str();
}

std::string text_of(const work::RunInfo& run, const std::vector<work::ItemInfo>& items) {
  std::ostringstream text;
  text << text_line(run) << "priority " << run.priority;
  if (run.next_at) {
    text << ", next item at " << store::to_text(*run.next_at);
  }
  text << (run.result_id ? ", result: run " + *run.result_id : "") << '\n';
  for (const work::ItemInfo& item : items) {
    if (is_worth_a_line(item)) {
      text << "  item " << item.ordinal << "  " << work::to_text(item.state) << "  "
           << item.history.size() << " of " << item.max_attempts << " attempts"
           << (item.leased_by.empty() ? "" : "  " + item.leased_by)
           << (item.error.empty() ? "" : "  " + item.error) << '\n';
    }
  }
  return text.str();
}

std::string json_of(const work::RunInfo& run) {
  return object_of(run).dump();
}

std::string json_of(const work::RunInfo& run, const std::vector<work::ItemInfo>& items) {
  Json whole = object_of(run);
  whole["items"] = Json::array();
  for (const work::ItemInfo& item : items) {
    whole["items"].push_back(object_of(item));
  }
  return whole.dump(2);
}

}  // namespace orbbench::bench
