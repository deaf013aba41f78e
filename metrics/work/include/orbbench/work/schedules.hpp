#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/store/store_error.hpp"
#include "orbbench/work/calendar.hpp"
#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// Paused: it is not due until it is resumed. Ended: it is never due again.
enum class ScheduleState { Active, Paused, Ended };

/// As it stands in the tables: "active", "paused", "ended".
const char* to_text(ScheduleState state);

struct NewSchedule {
  std::string name;  ///< 1 to 64 of A-Z a-z 0-9 . _ -
  Timing timing;
  std::string work_kind;    ///< of the runs that it makes
  std::string plan = "{}";  ///< JSON, for whoever does the work
  int priority = 0;
  int max_attempts = 3;  ///< of each item
};

struct ScheduleInfo {
  std::int64_t schedule_id = 0;
  NewSchedule schedule;
  ScheduleState state = ScheduleState::Active;
  std::optional<Instant> next_at;  ///< while it is active
  std::optional<Instant> last_at;  ///< when it was fired last
};

/// The payloads of the items that a plan of that kind is split into. Throws where it cannot be.
using Splitter =
    std::function<std::vector<std::string>(const std::string& kind, const std::string& plan)>;

/// What became of a schedule that was due.
struct Firing {
  std::string schedule;
  Instant due;
  std::string work_id;  ///< empty where nothing was made
  /// Why nothing was made. The schedule is paused then: it would fail at each due time.
  std::string problem;
};

/// Schedules in a results database whose schema is up to date, and what makes runs of them. Any
/// number of them, in any number of processes and on any number of machines, may fire at once: a
/// run is made once for a due time. Used by one thread at a time. Each change writes its event to
/// the outbox. Throws store::StoreUnavailable and store::StoreRefused.
class Schedules {
 public:
  explicit Schedules(std::string connection,
                     std::chrono::milliseconds limit = std::chrono::seconds(40));
  ~Schedules();
  Schedules(Schedules&&) noexcept;

  /// False if there is one of that name already. Throws CalendarError, also for one that is not due
  /// after now.
  bool add(const NewSchedule& schedule, std::optional<Instant> now = std::nullopt);

  /// By name.
  std::vector<ScheduleInfo> list();
  std::optional<ScheduleInfo> show(const std::string& name);

  // False if there is none of that name, or it has ended.
  bool pause(const std::string& name);
  /// What was due in the meantime is not made up for.
  bool resume(const std::string& name, std::optional<Instant> now = std::nullopt);

  /// What it has made stays. False if there is none of that name.
  bool remove(const std::string& name);

  /// Makes a run of it now, whatever its state; its due times are not touched. Returns the work_id,
  /// nothing if there is none of that name. Throws what `split` throws.
  std::optional<std::string> run(const std::string& name, const Splitter& split);

  /// Makes a run of each schedule that is due by `now`, and moves it to its next due time after
  /// `now`. What was missed while nobody fired is made up for by one run, for the first time that
  /// was missed. `now` is the server's time where a test does not give another.
  std::vector<Firing> fire_due(const Splitter& split, std::optional<Instant> now = std::nullopt);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::work
