#pragma once

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/child_run.hpp"
#include "console/run_event.hpp"

namespace orbbench::console {

/// What came of a run since it was looked at last.
struct RunNews {
  std::optional<RunStarted> started;
  std::optional<std::string> progress;  ///< the latest
  std::optional<RunInterval> interval;  ///< the latest
  std::vector<CheckResult> checks;
  std::vector<std::string> troubles;
  std::deque<std::string> lines;  ///< what is no event: of its output, and what else it wrote
  std::optional<RunEnded> said;   ///< the end as the run itself tells it
  std::optional<ChildEnd> end;    ///< the end as the system does
  std::uint64_t dropped = 0;      ///< events and lines for which there was no room
};

/// Takes what a run tells, as fast as that may be, and keeps no more of it than a person can read:
/// of progress and intervals the latest, of lines the last. Thread-safe.
class RunMailbox {
 public:
  static constexpr std::size_t kMostLines = 2000;
  static constexpr std::size_t kMostOctetsOfLine = 1024;
  static constexpr std::size_t kMostChecks = 500;
  static constexpr std::size_t kMostTroubles = 20;

  void put(RunEvent event);
  void put_line(std::string_view line);
  void put_end(ChildEnd end);

  /// All since the last time.
  RunNews take();

 private:
  void add(RunStarted event) { news_.started = std::move(event); }
  void add(RunProgress event) { news_.progress = std::move(event.text); }
  void add(RunInterval event) { news_.interval = std::move(event); }
  void add(RunEnded event) { news_.said = std::move(event); }
  void add(RunTrouble event);
  void add(CheckResult event);

  std::mutex mutex_;
  RunNews news_;
};

}  // namespace orbbench::console
