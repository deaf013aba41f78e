#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "console/child_run.hpp"
#include "console/log_book.hpp"
#include "console/run_book.hpp"
#include "console/run_mailbox.hpp"
#include "console/run_request.hpp"
#include "console/sample_feed.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

enum class RunState : std::uint8_t { Idle, Running, Cancelling, Ended };

/// Lower case: "running".
std::string_view name_of(RunState state);

/// A run as it stands.
struct RunStatus {
  RunState state = RunState::Idle;
  std::uint64_t number = 0;  ///< of the run, from 1
  std::string kind;
  std::string command;              ///< its command line
  std::string text;                 ///< what it does now, or how it ended
  std::optional<double> done;       ///< from 0 to 1, where that is known
  std::vector<std::string> wanted;  ///< the checks that it said it would make
  std::vector<CheckResult> checks;  ///< those that have ended
  std::deque<std::string> lines;    ///< what else it wrote, the last kMostLines of it
  std::uint64_t lines_told = 0;     ///< lines, and those before them
  std::uint64_t dropped = 0;
  std::string verdict;  ///< once it has ended; empty where it came to none
  std::string run;      ///< the id that it is kept under
  std::string trouble;  ///< why it came to no verdict: one line
};

/// Starts one run of `orbbench` at a time, reads what it tells, and hands results to the RunBook
/// and intervals to the SampleFeed. On the UI thread.
class RunControl {
 public:
  /// All must outlive it. `program` is orbbench.
  struct Surroundings {
    widget_bridge::UiThread& ui;
    RunBook& book;
    SampleFeed& samples;
    LogBook& log;
    std::filesystem::path program;
    std::function<void()> changed = [] {};  ///< told when a run has begun, and when it has ended
  };

  explicit RunControl(Surroundings surroundings, ChildRun::Patience patience = {});
  /// Ends the run, if there is one: in half a second.
  ~RunControl();
  RunControl(const RunControl&) = delete;
  RunControl& operator=(const RunControl&) = delete;

  bool is_running() const;

  /// Returns at once. Where it cannot be, status().trouble says why, and nothing else changes.
  void start(const RunRequest& request);
  /// Asks the run to end; after ten seconds it is killed.
  void cancel();

  const RunStatus& status() const { return status_; }
  /// Grows with each change of it.
  std::uint64_t revision() const { return revision_; }

  /// Looks at what has come. It does so itself, soon after something came; another time does no
  /// harm.
  void look();

 private:
  struct Link;

  static void tell(const std::shared_ptr<Link>& link);
  ChildRun::Callbacks callbacks();
  void take_checks(std::vector<CheckResult> checks);
  void take_lines(std::deque<std::string> lines);
  void note_share(const RunNews& news);
  void conclude(const ChildEnd& end);
  void keep_run_id();

  const Surroundings surroundings_;
  const ChildRun::Patience patience_;
  std::shared_ptr<Link> link_;  ///< of the run under way
  std::unique_ptr<ChildRun> child_;
  RunStatus status_;
  std::optional<RunEnded> said_;
  std::optional<double> whole_seconds_;
  std::uint64_t revision_ = 0;
};

}  // namespace orbbench::console
