#include "schedule_text.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace orbbench::bench {
namespace {

using nlohmann::ordered_json;

ordered_json json_of_instant(const std::optional<work::Instant>& instant) {
  return instant ? ordered_json(store::to_text(*instant)) : ordered_json(nullptr);
}

/// To the second, which is all that there is.
std::string short_text(work::Instant instant) {
  return store::to_text(instant).substr(0, 19) + "Z";
}

}  // namespace

std::string text_line(const work::ScheduleInfo& info) {
  const work::Timing& timing = info.schedule.timing;
  const bool is_due = info.next_at && info.state == work::ScheduleState::Active;
  return info.schedule.name + "  " + to_text(info.state) + "  " +
         (is_due ? "next " + short_text(*info.next_at) : "not due") + "  " + to_text(timing.kind) +
         " " + timing.expression + " (" + timing.time_zone + ")  " + info.schedule.work_kind + "\n";
}

std::string json_of(const work::ScheduleInfo& info) {
  const work::Timing& timing = info.schedule.timing;
  return ordered_json{{"name", info.schedule.name},
                      {"state", to_text(info.state)},
                      {"kind", to_text(timing.kind)},
                      {"expression", timing.expression},
                      {"time_zone", timing.time_zone},
                      {"starts", store::to_text(timing.starts)},
                      {"next_at", json_of_instant(info.next_at)},
                      {"last_at", json_of_instant(info.last_at)},
                      {"work_kind", info.schedule.work_kind},
                      {"priority", info.schedule.priority},
                      {"plan", ordered_json::parse(info.schedule.plan)}}
      .dump();
}

}  // namespace orbbench::bench
