#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "console/run_book.hpp"

namespace orbbench::console {

// What `orbbench --progress json` tells, a line each.

struct RunStarted {
  std::string kind;
  std::vector<std::string> checks;
};

struct RunProgress {
  std::string text;
};

/// What the calls of some time took.
struct RunInterval {
  std::string series;
  double seconds = 0;
  std::uint64_t calls = 0;
  std::uint64_t errors = 0;
  double p50_us = 0;
  double p90_us = 0;
  double p99_us = 0;
  double p999_us = 0;
  double max_us = 0;
  double left_seconds = 0;
};

struct RunTrouble {
  std::string text;
};

struct RunEnded {
  std::string verdict;  ///< empty where it came to none
  int exit_code = 0;
  std::string run;  ///< the id that it is kept under; empty where it is not kept
};

using RunEvent =
    std::variant<RunStarted, RunProgress, CheckResult, RunInterval, RunTrouble, RunEnded>;

/// Nothing for a line that is no event, or lacks one of its fields. A check is of now.
std::optional<RunEvent> parse_event(std::string_view line);

}  // namespace orbbench::console
