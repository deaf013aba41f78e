#include "orbbench/work/schedules.hpp"

#include <nlohmann/json.hpp>
#include <regex>

#include "run_rows.hpp"
#include "schedule_rows.hpp"
#include "storable_text.hpp"
#include "store_connection.hpp"

namespace orbbench::work {
namespace {

using std::chrono::milliseconds;
using store::Transaction;

void require_storable(const NewSchedule& schedule) {
  static const std::regex name_form("[A-Za-z0-9._-]{1,64}");
  if (!std::regex_match(schedule.name, name_form)) {
    throw store::StoreRefused("'" + schedule.name.substr(0, 64) +
                              "' cannot name a schedule: 1 to 64 of A-Z a-z 0-9 . _ -");
  }
  constexpr std::size_t kLongestExpression = 1024;
  if (schedule.timing.expression.size() > kLongestExpression) {
    throw store::StoreRefused("an expression has 1024 characters at the most");
  }
  if (!nlohmann::json::accept(schedule.plan)) {
    throw store::StoreRefused("the plan is no JSON");
  }
}

/// Active with a next time, or ended.
void move_on(ScheduleInfo& schedule, Instant now) {
  schedule.next_at = Calendar(schedule.schedule.timing).next_after(now);
  schedule.state = schedule.next_at ? ScheduleState::Active : ScheduleState::Ended;
}

NewRun run_of(const ScheduleInfo& info, const Splitter& split) {
  NewRun run;
  run.work_id = store::make_uuid();
  run.kind = info.schedule.work_kind;
  run.plan = info.schedule.plan;
  run.priority = info.schedule.priority;
  run.max_attempts = info.schedule.max_attempts;
  run.payloads = split(run.kind, run.plan);
  if (run.payloads.empty()) {
    throw store::StoreRefused("its plan makes no items");
  }
  return run;
}

/// The run of a due time, with where its schedule goes on.
struct Planned {
  NewRun run;
  ScheduleInfo moved;
};

/// One bad schedule must not keep the others from being fired, whatever is wrong with it: what is
/// thrown here comes from its own plan and timing, and is told by the schedule's state, its event
/// and the firing.
std::optional<Planned> plan_of(const ScheduleInfo& schedule, const Splitter& split, Instant now,
                               std::string& problem) try {
  Planned planned{run_of(schedule, split), schedule};
  planned.run.occasion = Occasion{schedule.schedule_id, *schedule.next_at};
  move_on(planned.moved, now);
  return planned;
} catch (const std::exception& error) {
  problem = storable_text(error.what());
  return std::nullopt;
}

std::optional<Firing> fire_one(Transaction& work, const Splitter& split, Instant now) {
  const auto found = lock_due_schedule(work, now);
  if (!found) {
    return std::nullopt;
  }
  Firing firing{found->schedule.name, *found->next_at, "", ""};
  if (auto planned = plan_of(*found, split, now, firing.problem)) {
    if (insert_run(work, planned->run)) {
      firing.work_id = planned->run.work_id;
    }
    planned->moved.last_at = now;
    change_schedule(work, planned->moved, "schedule.fired");
    return firing;
  }
  ScheduleInfo paused = *found;
  paused.state = ScheduleState::Paused;
  change_schedule(work, paused, "schedule.failed", firing.problem);
  return firing;
}

}  // namespace

class Schedules::Implementation {
 public:
  Implementation(std::string target, milliseconds limit)
      : connection_(std::move(target), limit, store::Isolation::ReadCommitted) {}

  template <class Body>
  auto query(Body&& body) {
    return connection_.query(std::forward<Body>(body));
  }

  /// False without such a schedule, or where it has ended; true also where nothing has to change.
  bool change(const std::string& name, ScheduleState from, const std::string& event,
              const std::function<void(Transaction&, ScheduleInfo&)>& alter) {
    return query([&](Transaction& work) {
      auto schedule = lock_schedule(work, name);
      if (!schedule || schedule->state == ScheduleState::Ended) {
        return false;
      }
      if (schedule->state == from) {
        alter(work, *schedule);
        change_schedule(work, *schedule, event);
      }
      return true;
    });
  }

 private:
  store::StoreConnection connection_;
};

Schedules::Schedules(std::string connection, milliseconds limit)
    : implementation_(std::make_unique<Implementation>(std::move(connection), limit)) {}
Schedules::~Schedules() = default;
Schedules::Schedules(Schedules&&) noexcept = default;

bool Schedules::add(const NewSchedule& schedule, std::optional<Instant> now) {
  require_storable(schedule);
  const Calendar calendar(schedule.timing);
  return implementation_->query([&](Transaction& work) {
    const auto next = calendar.next_after(instant_now(work, now));
    if (!next) {
      throw CalendarError("'" + schedule.timing.expression.substr(0, 80) + "' is past already");
    }
    return insert_schedule(work, schedule, *next);
  });
}

std::vector<ScheduleInfo> Schedules::list() {
  return implementation_->query([](Transaction& work) { return read_schedules(work); });
}

std::optional<ScheduleInfo> Schedules::show(const std::string& name) {
  return implementation_->query([&](Transaction& work) { return read_schedule(work, name); });
}

bool Schedules::pause(const std::string& name) {
  return implementation_->change(
      name, ScheduleState::Active, "schedule.paused",
      [](Transaction&, ScheduleInfo& schedule) { schedule.state = ScheduleState::Paused; });
}

bool Schedules::resume(const std::string& name, std::optional<Instant> now) {
  return implementation_->change(name, ScheduleState::Paused, "schedule.resumed",
                                 [&](Transaction& work, ScheduleInfo& schedule) {
                                   move_on(schedule, instant_now(work, now));
                                 });
}

bool Schedules::remove(const std::string& name) {
  return implementation_->query([&](Transaction& work) { return delete_schedule(work, name); });
}

std::optional<std::string> Schedules::run(const std::string& name, const Splitter& split) {
  const auto schedule = show(name);
  if (!schedule) {
    return std::nullopt;
  }
  const NewRun run = run_of(*schedule, split);
  implementation_->query([&](Transaction& work) { return insert_run(work, run); });
  return run.work_id;
}

std::vector<Firing> Schedules::fire_due(const Splitter& split, std::optional<Instant> given) {
  const Instant now =
      implementation_->query([&](Transaction& work) { return instant_now(work, given); });
  std::vector<Firing> firings;
  while (auto firing = implementation_->query(
             [&](Transaction& work) { return fire_one(work, split, now); })) {
    firings.push_back(*std::move(firing));
  }
  return firings;
}

}  // namespace orbbench::work
