#pragma once

#include <chrono>
#include <cstddef>

#include "load/open_loop.hpp"

namespace orbbench::bench {

/// Into so many intervals of equal length a load is divided.
struct Intervals {
  std::chrono::nanoseconds length{0};
  std::size_t count = 0;

  /// 50, or fewer where one of them would be under 50 ms.
  static Intervals of(std::chrono::nanoseconds duration);
};

/// The series of one lane, on whose thread it lives. Between two calls that are due in different
/// intervals it puts the interval away, which takes some 0.1 ms; nothing but three histograms is
/// touched at all other calls.
class SeriesRecorder {
 public:
  explicit SeriesRecorder(std::chrono::nanoseconds duration);

  /// The next call counts for the interval in which it is due; `due` ascends. Before the wait for
  /// that call, so that what has to be done is done in idle time.
  void turn_to(std::chrono::nanoseconds due);

  struct Times {
    std::chrono::nanoseconds from_intended;
    std::chrono::nanoseconds from_sent;
    std::chrono::nanoseconds lateness;
  };
  void record(const Times& call);
  void record_error(const char* reason);

  /// What was recorded. Nothing more can be, after that.
  Series finish(std::chrono::nanoseconds elapsed);

 private:
  struct Current {
    metrics::LatencyHistogram from_intended;
    metrics::LatencyHistogram from_sent;
    metrics::LatencyHistogram lateness;
  };
  void put_away();

  const metrics::LatencyHistogram empty_;  ///< to be copied: no memory is asked for

  Intervals intervals_;
  std::size_t interval_ = 0;
  std::chrono::nanoseconds ends_;
  Current current_;
  Series series_;
};

}  // namespace orbbench::bench
