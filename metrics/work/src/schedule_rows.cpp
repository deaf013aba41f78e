#include "schedule_rows.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "instant_column.hpp"
#include "outbox_rows.hpp"

namespace orbbench::work {
namespace {

constexpr std::array<const char*, 3> kStates{"active", "paused", "ended"};

ScheduleState schedule_state_of(const std::string& text) {
  const auto* const found = std::ranges::find(kStates, text);
  if (found == kStates.end()) {
    throw store::StoreRefused("'" + text + "' is no state that this version knows");
  }
  return static_cast<ScheduleState>(found - kStates.begin());
}

std::string select_schedules(const std::string& further) {
  return "SELECT schedule_id, name, kind, expression, time_zone, " + instant_text("starts") +
         ", work_kind, plan, priority, state, " + instant_text("next_at") + ", " +
         instant_text("last_at") + ", max_attempts FROM orbbench.work_schedules " + further;
}

ScheduleInfo schedule_of(const pqxx::row& row) {
  ScheduleInfo info;
  info.schedule_id = row[0].as<std::int64_t>();
  info.schedule = {row[1].c_str(),
                   {parse_schedule_kind(row[2].c_str()), row[3].c_str(), row[4].c_str(),
                    store::parse_instant(row[5].c_str())},
                   row[6].c_str(),
                   row[7].c_str(),
                   row[8].as<int>(),
                   row[12].as<int>()};
  info.state = schedule_state_of(row[9].c_str());
  info.next_at = instant_of(row[10]);
  info.last_at = instant_of(row[11]);
  return info;
}

std::optional<ScheduleInfo> first_of(const pqxx::result& found) {
  return found.empty() ? std::nullopt : std::optional(schedule_of(found[0]));
}

std::optional<std::string> text_of(const std::optional<Instant>& instant) {
  return instant ? std::optional(store::to_text(*instant)) : std::nullopt;
}

void tell_of_schedule(pqxx::transaction_base& work, const std::string& name,
                      const std::string& event, const std::optional<Instant>& next_at = {},
                      const std::string& problem = "") {
  nlohmann::ordered_json body{{"schedule", name}};
  if (next_at) {
    body["next_at"] = store::to_text(*next_at);
  }
  if (!problem.empty()) {
    body["problem"] = problem;
  }
  insert_event(work, event, body);
}

}  // namespace

const char* to_text(ScheduleState state) {
  return kStates.at(static_cast<std::size_t>(state));
}

Instant instant_now(pqxx::transaction_base& work, const std::optional<Instant>& now) {
  return now ? *now
             : store::parse_instant(
                   work.exec1("SELECT " + instant_text("clock_timestamp()"))[0].c_str());
}

std::vector<ScheduleInfo> read_schedules(pqxx::transaction_base& work) {
  std::vector<ScheduleInfo> schedules;
  for (const auto& row : work.exec(select_schedules("ORDER BY name"))) {
    schedules.push_back(schedule_of(row));
  }
  return schedules;
}

std::optional<ScheduleInfo> read_schedule(pqxx::transaction_base& work, const std::string& name) {
  return first_of(work.exec_params(select_schedules("WHERE name = $1"), name));
}

bool insert_schedule(pqxx::transaction_base& work, const NewSchedule& schedule, Instant next_at) {
  const bool is_new =
      work.exec_params(
              "INSERT INTO orbbench.work_schedules (name, kind, expression, time_zone, starts, "
              "work_kind, plan, priority, max_attempts, next_at) VALUES ($1, $2, $3, $4, "
              "$5::timestamptz, $6, $7::jsonb, $8, $9, $10::timestamptz) ON CONFLICT DO NOTHING",
              schedule.name, to_text(schedule.timing.kind), schedule.timing.expression,
              schedule.timing.time_zone, store::to_text(schedule.timing.starts), schedule.work_kind,
              schedule.plan, schedule.priority, schedule.max_attempts, store::to_text(next_at))
          .affected_rows() == 1;
  if (is_new) {
    tell_of_schedule(work, schedule.name, "schedule.added", next_at);
  }
  return is_new;
}

std::optional<ScheduleInfo> lock_due_schedule(pqxx::transaction_base& work, Instant now) {
  return first_of(work.exec_params(
      select_schedules("WHERE state = 'active' AND next_at <= $1::timestamptz "
                       "ORDER BY next_at, schedule_id LIMIT 1 FOR UPDATE SKIP LOCKED"),
      store::to_text(now)));
}

std::optional<ScheduleInfo> lock_schedule(pqxx::transaction_base& work, const std::string& name) {
  return first_of(work.exec_params(select_schedules("WHERE name = $1 FOR UPDATE"), name));
}

void change_schedule(pqxx::transaction_base& work, const ScheduleInfo& changed,
                     const std::string& event, const std::string& problem) {
  work.exec_params0(
      "UPDATE orbbench.work_schedules SET state = $2, next_at = $3::timestamptz, "
      "last_at = $4::timestamptz WHERE schedule_id = $1",
      changed.schedule_id, to_text(changed.state), text_of(changed.next_at),
      text_of(changed.last_at));
  tell_of_schedule(work, changed.schedule.name, event, changed.next_at, problem);
}

bool delete_schedule(pqxx::transaction_base& work, const std::string& name) {
  const auto removed =
      work.exec_params("DELETE FROM orbbench.work_schedules WHERE name = $1", name);
  if (removed.affected_rows() == 1) {
    tell_of_schedule(work, name, "schedule.removed");
  }
  return removed.affected_rows() == 1;
}

}  // namespace orbbench::work
