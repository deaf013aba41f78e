#include "schedule_command.hpp"

#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/work/schedules.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"
#include "schedule_text.hpp"
#include "text_file.hpp"
#include "worker/submission.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;
using work::ScheduleKind;

constexpr std::size_t kMostShown = 1000;

struct ScheduleOptions {
  std::string name;
  std::string file;
  std::string at;
  std::string every;
  std::string cron;
  std::string rrule;
  std::string zone = "UTC";
  std::string starts;
  std::string after;
  std::size_t count = 5;
  bool json = false;
};

/// The database that schedulers share, as long as it is used.
class SharedSchedules {
 public:
  SharedSchedules()
      : results_(Results::open(tell_user, signals_.token())), schedules(results_.connection()) {}

 private:
  launcher::StopSignals signals_;
  Results results_;

 public:
  work::Schedules schedules;
};

/// The given one, else this second.
work::Instant instant_in(const std::string& text, const char* option) {
  if (text.empty()) {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  }
  try {
    return store::parse_instant(text);
  } catch (const store::RunFormatError& error) {
    throw ConfigError(std::string(option) + ": " + error.what());
  }
}

work::Timing timing_of(const ScheduleOptions& options) {
  const std::pair<ScheduleKind, const std::string*> given[] = {
      {ScheduleKind::Once, &options.at},
      {ScheduleKind::Interval, &options.every},
      {ScheduleKind::Cron, &options.cron},
      {ScheduleKind::Rrule, &options.rrule}};
  for (const auto& [kind, expression] : given) {
    if (!expression->empty()) {
      return {kind, *expression, options.zone, instant_in(options.starts, "--starts")};
    }
  }
  throw ConfigError("say when it is due, with one of --at, --every, --cron, --rrule");
}

[[noreturn]] void refuse_name(const std::string& name) {
  throw ConfigError("there is no schedule '" + name.substr(0, 64) +
                    "': `orbbench schedule list` shows those that there are");
}

work::ScheduleInfo require_schedule(SharedSchedules& shared, const std::string& name) {
  auto found = shared.schedules.show(name);
  if (!found) {
    refuse_name(name);
  }
  return *std::move(found);
}

int add(const ScheduleOptions& options) try {
  const work::NewRun run = read_submission(text_in(options.file));
  const work::NewSchedule schedule{options.name, timing_of(options), run.kind,
                                   run.plan,     run.priority,       run.max_attempts};
  SharedSchedules shared;
  if (!shared.schedules.add(schedule)) {
    throw ConfigError("there is a schedule '" + options.name +
                      "' already: `orbbench schedule remove` it first");
  }
  std::cout << text_line(require_schedule(shared, options.name)) << std::flush;
  return 0;
} catch (const work::CalendarError& error) {
  throw ConfigError(error.what());
} catch (const store::StoreRefused& error) {
  throw ConfigError(error.what());
}

int list(const ScheduleOptions& options) {
  SharedSchedules shared;
  const auto all = shared.schedules.list();
  if (options.json) {
    std::cout << '[';
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::cout << (i == 0 ? "\n  " : ",\n  ") << json_of(all[i]);
    }
    std::cout << (all.empty() ? "]" : "\n]") << std::endl;
    return 0;
  }
  if (all.empty()) {
    tell_user("there are no schedules; `orbbench schedule add` makes one");
  }
  for (const work::ScheduleInfo& schedule : all) {
    std::cout << text_line(schedule);
  }
  std::cout << std::flush;
  return 0;
}

int show(const ScheduleOptions& options) {
  SharedSchedules shared;
  std::cout << json_of(require_schedule(shared, options.name)) << std::endl;
  return 0;
}

work::Timing timing_of_schedule(const std::string& name) {
  SharedSchedules shared;
  return require_schedule(shared, name).schedule.timing;
}

/// Of a schedule, or of the timing that is given in its place: to try one before it is added.
int show_next(const ScheduleOptions& options) try {
  const work::Timing timing =
      options.name.empty() ? timing_of(options) : timing_of_schedule(options.name);
  const work::Calendar calendar(timing);
  auto instant = instant_in(options.after, "--after");
  for (std::size_t i = 0; i < options.count; ++i) {
    const auto next = calendar.next_after(instant);
    if (!next) {
      break;
    }
    std::cout << store::to_text(*next).substr(0, 19) << "Z\n";
    instant = *next;
  }
  std::cout << std::flush;
  return 0;
} catch (const work::CalendarError& error) {
  throw ConfigError(error.what());
}

/// Done to one that has not ended.
using Control = std::function<bool(work::Schedules&, const std::string&)>;

int control(const ScheduleOptions& options, const Control& act) {
  SharedSchedules shared;
  require_schedule(shared, options.name);
  if (!act(shared.schedules, options.name)) {
    throw ConfigError("schedule " + options.name + " has ended");
  }
  std::cout << text_line(require_schedule(shared, options.name)) << std::flush;
  return 0;
}

int pause(const ScheduleOptions& options) {
  return control(options, [](work::Schedules& schedules, const std::string& name) {
    return schedules.pause(name);
  });
}

int resume(const ScheduleOptions& options) {
  return control(options, [](work::Schedules& schedules, const std::string& name) {
    return schedules.resume(name);
  });
}

int remove(const ScheduleOptions& options) {
  SharedSchedules shared;
  if (!shared.schedules.remove(options.name)) {
    refuse_name(options.name);
  }
  return 0;
}

int run_now(const ScheduleOptions& options) {
  SharedSchedules shared;
  const auto work_id = shared.schedules.run(options.name, split_plan);
  if (!work_id) {
    refuse_name(options.name);
  }
  std::cout << "work: " << *work_id << std::endl;
  return 0;
}

class ScheduleCommands {
 public:
  ScheduleCommands(CLI::App& app, Command& chosen) : chosen_(chosen) {
    command_ = app.add_subcommand("schedule", "Say when shared work is due; workers do it then");
    command_->require_subcommand(1);
  }

  void add_all() {
    auto [adding, added] = add_one("add", "Make a schedule of a plan's file", add);
    add_name(*adding, *added)->required();
    adding->add_option("file", added->file, "The plan, as for `orbbench work submit`")->required();
    add_timing(*adding, *added);
    auto [listing, listed] = add_one("list", "Show the schedules, by name", list);
    listing->add_flag("--json", listed->json, "As JSON");
    auto [nexting, next] =
        add_one("next", "Show when a schedule, or a timing, is due next", show_next);
    CLI::Option* name = add_name(*nexting, *next);
    add_timing(*nexting, *next);
    for (const char* option : {"--at", "--every", "--cron", "--rrule"}) {
      nexting->get_option(option)->excludes(name);
    }
    nexting->add_option("--count", next->count, "So many times")
        ->check(CLI::Range(std::size_t{1}, kMostShown))
        ->capture_default_str();
    nexting->add_option("--after", next->after,
                        "In UTC, as 2026-11-21T16:28:00Z; now if not given");
    add_by_name();
  }

 private:
  using Use = std::function<int(const ScheduleOptions&)>;

  std::pair<CLI::App*, std::shared_ptr<ScheduleOptions>> add_one(const char* name, const char* help,
                                                                 const Use& use) {
    auto options = std::make_shared<ScheduleOptions>();
    CLI::App* added = command_->add_subcommand(name, help);
    added->callback(
        [options, use, &chosen = chosen_] { chosen = [options, use] { return use(*options); }; });
    return {added, options};
  }

  static CLI::Option* add_name(CLI::App& command, ScheduleOptions& options) {
    return command.add_option("name", options.name, "The schedule's name");
  }

  static void add_timing(CLI::App& command, ScheduleOptions& options) {
    auto* at = command.add_option("--at", options.at,
                                  "Once, by the zone's clocks: "
                                  "2026-12-24T22:00; with Z in UTC");
    auto* every = command.add_option("--every", options.every, "90s, 15m, 8h or 1d of real time");
    auto* cron = command.add_option(
        "--cron", options.cron, "Minute, hour, day, month, day of the week: '0 22 * * MON-FRI'");
    auto* rrule = command.add_option("--rrule", options.rrule,
                                     "A rule of RFC 5545: 'FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=22'");
    every->excludes(at);
    cron->excludes(at)->excludes(every);
    rrule->excludes(at)->excludes(every)->excludes(cron);
    command.add_option("--zone", options.zone, "The time zone: Europe/Berlin")
        ->capture_default_str();
    command.add_option("--starts", options.starts,
                       "Nothing is due before; in UTC, now if not given");
  }

  void add_by_name() {
    const std::tuple<const char*, const char*, Use> uses[] = {
        {"show", "Show a schedule with its plan, as JSON", show},
        {"pause", "Let it not be due until it is resumed", pause},
        {"resume", "Let it be due again; what was missed is not made up for", resume},
        {"remove", "Forget it; what it has made stays", remove},
        {"run", "Do its work now, whenever it is due", run_now}};
    for (const auto& [name, help, use] : uses) {
      auto [command, options] = add_one(name, help, use);
      add_name(*command, *options)->required();
    }
  }

  Command& chosen_;
  CLI::App* command_ = nullptr;
};

}  // namespace

void add_schedule_command(CLI::App& app, Command& chosen) {
  ScheduleCommands(app, chosen).add_all();
}

}  // namespace orbbench::bench
