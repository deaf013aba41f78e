#include "load/series_recorder.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

constexpr std::int64_t kMostIntervals = 50;
constexpr nanoseconds kShortest = std::chrono::milliseconds(50);

}  // namespace

Intervals Intervals::of(nanoseconds duration) {
  const auto count = std::clamp<std::int64_t>(duration / kShortest, 1, kMostIntervals);
  // Rounded up: the last call that is due is in the last interval.
  const nanoseconds length = (duration + nanoseconds(count - 1)) / count;
  return {length, static_cast<std::size_t>(count)};
}

SeriesRecorder::SeriesRecorder(nanoseconds duration)
    : intervals_(Intervals::of(duration)), ends_(intervals_.length) {
  series_.interval_length = intervals_.length;
  series_.intervals.resize(intervals_.count);
}

void SeriesRecorder::turn_to(nanoseconds due) {
  if (due >= ends_ && interval_ + 1 < intervals_.count) {
    put_away();
    interval_ = std::min(static_cast<std::size_t>(due / intervals_.length), intervals_.count - 1);
    ends_ = intervals_.length * static_cast<std::int64_t>(interval_ + 1);
  }
}

void SeriesRecorder::record(const Times& call) {
  current_.from_intended.record(call.from_intended);
  current_.from_sent.record(call.from_sent);
  current_.lateness.record(call.lateness);
  ++series_.scheduled;
}

void SeriesRecorder::record_error(const char* reason) {
  if (series_.errors++ == 0) {
    series_.first_error = reason;
  }
}

void SeriesRecorder::put_away() {
  if (current_.from_intended.empty()) {
    return;
  }
  SeriesInterval& interval = series_.intervals[interval_];
  interval.from_intended = SparseHistogram(current_.from_intended);
  interval.from_sent = SparseHistogram(current_.from_sent);
  interval.lateness = SparseHistogram(current_.lateness);
  series_.from_intended.merge(current_.from_intended);
  series_.from_sent.merge(current_.from_sent);
  series_.lateness.merge(current_.lateness);
  current_.from_intended = empty_;
  current_.from_sent = empty_;
  current_.lateness = empty_;
}

Series SeriesRecorder::finish(nanoseconds elapsed) {
  put_away();
  series_.elapsed = elapsed;
  return std::move(series_);
}

}  // namespace orbbench::bench
