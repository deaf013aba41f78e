#include "work_command.hpp"

#include <cmath>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/work/queue.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"
#include "text_file.hpp"
#include "work_text.hpp"
#include "worker/submission.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

constexpr double kMostSnooze = 365.0 * 86400;
constexpr std::size_t kFewestDigits = 4;
constexpr std::size_t kMostRuns = 1'000'000;

struct WorkOptions {
  std::string file;
  std::string work_id;
  std::string until;
  std::optional<double> for_s;
  std::size_t limit = 20;
  std::size_t keep = 0;  ///< 0: all
  int priority = 0;
  bool json = false;
};

/// The database that workers share, as long as it is used.
class SharedWork {
 public:
  SharedWork()
      : results_(Results::open(tell_user, signals_.token())), queue(results_.connection()) {}

 private:
  launcher::StopSignals signals_;
  Results results_;

 public:
  work::Queue queue;
};

std::string choose_work(work::Queue& queue, const std::string& given) {
  const std::string shown = "'" + given.substr(0, 40) + "'";
  const auto found = given.size() < kFewestDigits ? std::vector<std::string>() : queue.find(given);
  if (found.empty()) {
    throw ConfigError("there is no work " + shown +
                      ": give its id, or the first four or more digits of it, as `orbbench work "
                      "list` shows them");
  }
  if (found.size() > 1) {
    throw ConfigError("more than one run begins with " + shown + ": give more digits of its id");
  }
  return found.front();
}

int submit(const WorkOptions& options) {
  const work::NewRun run = read_submission(text_in(options.file));
  SharedWork shared;
  shared.queue.submit(run);
  std::cout << "work: " << run.work_id << "\n"
            << run.payloads.size() << (run.payloads.size() == 1 ? " item" : " items") << std::endl;
  return 0;
}

int list(const WorkOptions& options) {
  SharedWork shared;
  if (options.keep > 0) {
    const std::size_t removed = shared.queue.retain(options.keep);
    tell_user("removed " + std::to_string(removed) + (removed == 1 ? " run" : " runs"));
  }
  const auto runs = shared.queue.list({.state = std::nullopt, .limit = options.limit});
  if (options.json) {
    std::cout << '[';
    for (std::size_t i = 0; i < runs.size(); ++i) {
      std::cout << (i == 0 ? "\n  " : ",\n  ") << json_of(runs[i]);
    }
    std::cout << (runs.empty() ? "]" : "\n]") << std::endl;
    return 0;
  }
  if (runs.empty()) {
    tell_user("there is no work; `orbbench work submit` brings some");
  }
  for (const work::RunInfo& run : runs) {
    std::cout << text_line(run);
  }
  std::cout << std::flush;
  return 0;
}

int show(const WorkOptions& options) {
  SharedWork shared;
  const std::string id = choose_work(shared.queue, options.work_id);
  const auto run = shared.queue.show(id);
  if (!run) {
    throw ConfigError("work " + id + " was removed just now");
  }
  const auto items = shared.queue.items(id);
  std::cout << (options.json ? json_of(*run, items) + "\n" : text_of(*run, items)) << std::flush;
  return 0;
}

/// Something that is done to a run that is not over.
using Control = std::function<bool(work::Queue&, const std::string&, const WorkOptions&)>;

int control(const WorkOptions& options, const Control& act) {
  SharedWork shared;
  const std::string id = choose_work(shared.queue, options.work_id);
  if (!act(shared.queue, id, options)) {
    throw ConfigError("work " + id + " is over");
  }
  std::cout << text_line(*shared.queue.show(id)) << std::flush;
  return 0;
}

work::Instant snooze_end(const WorkOptions& options) {
  if (options.until.empty() == !options.for_s) {
    throw ConfigError("say how long with --for, or else until when with --until");
  }
  if (options.for_s) {
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return now + std::chrono::microseconds(std::llround(1e6 * *options.for_s));
  }
  try {
    return store::parse_instant(options.until);
  } catch (const store::RunFormatError&) {
    throw ConfigError("--until is \"" + options.until +
                      "\"; it must be an instant in UTC, as 2026-11-21T16:28:00Z");
  }
}

class WorkCommands {
 public:
  WorkCommands(CLI::App& app, Command& chosen) : chosen_(chosen) {
    command_ = app.add_subcommand("work", "Put work into the database that workers share");
    command_->require_subcommand(1);
  }

  void add() {
    auto [submit_one, submitted] = add_one("submit", "Put in what a plan's file says", submit);
    submit_one->add_option("file", submitted->file, "A JSON file, see docs/shared_work.md")
        ->required();
    auto [list_all, listed] = add_one("list", "Show runs, the latest first", list);
    list_all->add_option("--limit", listed->limit, "So many at the most")
        ->check(CLI::Range(std::size_t{1}, kMostRuns))
        ->capture_default_str();
    list_all->add_option("--keep", listed->keep, "Forget all that are over but the latest so many")
        ->check(CLI::Range(std::size_t{1}, kMostRuns));
    list_all->add_flag("--json", listed->json, "As JSON");
    auto [show_one, shown] = add_one("show", "Show a run with its items", show);
    add_id(*show_one, *shown);
    show_one->add_flag("--json", shown->json, "As JSON, with all items and attempts");
    add_controls();
  }

 private:
  using Use = std::function<int(const WorkOptions&)>;
  using Added = std::pair<CLI::App*, std::shared_ptr<WorkOptions>>;

  Added add_one(const char* name, const char* help, const Use& use) {
    auto options = std::make_shared<WorkOptions>();
    CLI::App* added = command_->add_subcommand(name, help);
    added->callback(
        [options, use, &chosen = chosen_] { chosen = [options, use] { return use(*options); }; });
    return {added, options};
  }

  static void add_id(CLI::App& command, WorkOptions& options) {
    command.add_option("id", options.work_id, "The run's id, or how it begins")->required();
  }

  Added add_control(const char* name, const char* help, const Control& act) {
    Added added =
        add_one(name, help, [act](const WorkOptions& options) { return control(options, act); });
    add_id(*added.first, *added.second);
    return added;
  }

  void add_controls() {
    using Options = const WorkOptions&;
    using Id = const std::string&;
    add_control("pause", "Give out no more of its items",
                [](work::Queue& queue, Id id, Options) { return queue.pause(id); });
    add_control("resume", "Give them out again",
                [](work::Queue& queue, Id id, Options) { return queue.resume(id); });
    add_control("cancel", "End it; what workers have of it comes to nothing",
                [](work::Queue& queue, Id id, Options) { return queue.cancel(id); });
    add_control("run-now", "End its pause, snooze, and rest after failures",
                [](work::Queue& queue, Id id, Options) { return queue.run_now(id); });
    auto [snooze, snoozed] = add_control("snooze", "Give out none of its items before a time",
                                         [](work::Queue& queue, Id id, Options given) {
                                           return queue.snooze(id, snooze_end(given));
                                         });
    snooze->add_option("--for", snoozed->for_s, "Seconds from now")
        ->check(CLI::Range(1.0, kMostSnooze));
    snooze->add_option("--until", snoozed->until, "In UTC, as 2026-11-21T16:28:00Z");
    auto [priority, prioritized] =
        add_control("priority", "Give its items out before those of less",
                    [](work::Queue& queue, Id id, Options given) {
                      return queue.set_priority(id, given.priority);
                    });
    priority->add_option("priority", prioritized->priority, "The highest first; 0 is usual")
        ->required();
  }

  Command& chosen_;
  CLI::App* command_ = nullptr;
};

}  // namespace

void add_work_command(CLI::App& app, Command& chosen) {
  WorkCommands(app, chosen).add();
}

}  // namespace orbbench::bench
