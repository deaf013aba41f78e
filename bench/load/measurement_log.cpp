#include "load/measurement_log.hpp"

#include <algorithm>
#include <chrono>

namespace orbbench::bench {
namespace {

using metrics::LogTime;
using std::chrono::milliseconds;

std::string tag_of(std::string check) {
  std::replace_if(
      check.begin(), check.end(),
      [](unsigned char letter) { return letter <= ' ' || letter == ',' || letter == 0x7F; }, '_');
  return check + "/";
}

}  // namespace

void append_to_log(metrics::IntervalLogWriter& log, const std::string& check,
                   const Measurement& measurement) {
  const std::string tag = tag_of(check);
  const auto& intervals = measurement.calls.intervals;
  const auto& floors = measurement.floor.intervals;
  const std::size_t of_each =
      intervals.size() / std::max<std::size_t>(measurement.started.size(), 1);
  const auto length = measurement.calls.interval_length;
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    const auto since = length * static_cast<std::int64_t>(i % of_each);
    const LogTime start =
        std::chrono::floor<milliseconds>(measurement.started[i / of_each] + since);
    const auto append = [&](const char* series, const SparseHistogram& histogram) {
      log.append(
          {tag + series, start, std::chrono::round<milliseconds>(length), histogram.expand()});
    };
    append("latency", intervals[i].from_intended);
    append("from_sent", intervals[i].from_sent);
    append("lateness", intervals[i].lateness);
    if (i < floors.size()) {
      append("floor", floors[i].from_sent);
    }
  }
}

}  // namespace orbbench::bench
