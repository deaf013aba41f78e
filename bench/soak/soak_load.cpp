#include "soak/soak_load.hpp"

#include <algorithm>
#include <limits>

#include "load/pacing.hpp"
#include "load/sparse_histogram.hpp"

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kBeyondAll = std::numeric_limits<std::size_t>::max();
// A lane sleeps up to here where it can be woken, and the rest where it is on time.
constexpr nanoseconds kPunctual = std::chrono::milliseconds(20);

}  // namespace

std::size_t SoakSchedule::intervals() const {
  return static_cast<std::size_t>((arrivals.duration + interval - nanoseconds(1)) / interval);
}

/// What one lane measured in the interval that it is in; on its thread alone.
class SoakLoad::LaneLog {
 public:
  LaneLog(SoakLoad& load, std::size_t lane) : load_(load), lane_(lane) {}

  /// Before the wait for the call, so that what has to be done is done in idle time.
  void turn_to(std::size_t interval) {
    if (interval != interval_) {
      put_away();
      interval_ = interval;
      load_.advance(lane_, interval);
    }
  }

  void record(nanoseconds from_intended, nanoseconds from_sent, nanoseconds lateness) {
    from_intended_.record(from_intended);
    from_sent_.record(from_sent);
    lateness_.record(lateness);
  }

  void count(Outcome outcome, const char* error) {
    ++calls_.outcomes[outcome];
    if (outcome != Outcome::Ok && calls_.first_error.empty()) {
      calls_.first_error = error;
    }
  }

 private:
  void put_away() {
    if (from_intended_.empty()) {
      return;
    }
    calls_.times = {SparseHistogram(from_intended_), SparseHistogram(from_sent_),
                    SparseHistogram(lateness_)};
    load_.put(interval_, calls_);
    calls_ = {};
    from_intended_ = {};
    from_sent_ = {};
    lateness_ = {};
  }

  SoakLoad& load_;
  std::size_t lane_;
  std::size_t interval_ = 0;
  metrics::LatencyHistogram from_intended_;
  metrics::LatencyHistogram from_sent_;
  metrics::LatencyHistogram lateness_;
  IntervalCalls calls_;
};

SoakLoad::SoakLoad(const SoakSchedule& schedule, const std::vector<TimedCall>& lanes)
    : schedule_(schedule),
      // Far enough ahead for all threads to be waiting when the first call is due.
      origin_(Clock::now() + std::chrono::milliseconds(20) -
              schedule.interval * static_cast<std::int64_t>(schedule.first_interval)),
      positions_(lanes.size(), schedule.first_interval) {
  for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
    threads_.emplace_back([this, lane, count = lanes.size(), call = lanes[lane]](
                              const std::stop_token& stop) { run_lane(lane, count, call, stop); });
  }
}

SoakLoad::~SoakLoad() {
  stop();
}

SoakLoad::Clock::time_point SoakLoad::begin_of(std::size_t interval) const {
  const nanoseconds offset = schedule_.interval * static_cast<std::int64_t>(interval);
  return origin_ + std::min(offset, schedule_.arrivals.duration);
}

void SoakLoad::run_lane(std::size_t lane, std::size_t lanes, const TimedCall& call,
                        const std::stop_token& stop) {
  LanePace pace(lanes);
  LaneLog log(*this, lane);
  const DueTimes next_due = due_times(schedule_.arrivals, lane, lanes);
  const nanoseconds first = begin_of(schedule_.first_interval) - origin_;
  const Clock::time_point last_send = origin_ + schedule_.arrivals.duration + schedule_.grace;
  Clock::time_point lane_free = origin_ + first;
  for (nanoseconds due = next_due(); due < schedule_.arrivals.duration; due = next_due()) {
    if (due < first) {
      continue;
    }
    log.turn_to(static_cast<std::size_t>(due / schedule_.interval));
    const Clock::time_point intended = origin_ + due;
    if (!idle_until(intended - kPunctual, stop) || lane_free > last_send) {
      break;
    }
    pace.wait_until(intended);
    const Clock::time_point sent = Clock::now();
    try {
      call();
      log.count(Outcome::Ok, "");
    } catch (const std::exception& error) {
      log.count(outcome_of(error), error.what());
    }
    const Clock::time_point could_be_sent = std::max(intended, lane_free);
    lane_free = Clock::now();
    log.record(lane_free - intended, lane_free - sent, sent - could_be_sent);
    calls_made_.fetch_add(1, std::memory_order_relaxed);
  }
  log.turn_to(kBeyondAll);
}

/// False when the lane is to end.
bool SoakLoad::idle_until(Clock::time_point instant, const std::stop_token& stop) {
  if (Clock::now() < instant) {
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, stop, instant, [] { return false; });
  }
  return !stop.stop_requested();
}

void SoakLoad::put(std::size_t interval, const IntervalCalls& calls) {
  const std::lock_guard lock(mutex_);
  calls_[interval].merge(calls);
}

void SoakLoad::advance(std::size_t lane, std::size_t interval) {
  {
    const std::lock_guard lock(mutex_);
    positions_[lane] = interval;
  }
  changed_.notify_all();
}

bool SoakLoad::is_complete(std::size_t interval) const {
  return std::ranges::all_of(positions_,
                             [interval](std::size_t position) { return position > interval; });
}

void SoakLoad::wait(Clock::time_point instant, std::size_t interval, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, stop, instant, [&] { return is_complete(interval); });
}

std::optional<IntervalCalls> SoakLoad::take(std::size_t interval) {
  const std::lock_guard lock(mutex_);
  if (!is_complete(interval)) {
    return std::nullopt;
  }
  const auto node = calls_.extract(interval);
  return node.empty() ? IntervalCalls{} : std::move(node.mapped());
}

void SoakLoad::stop() {
  for (std::jthread& thread : threads_) {
    thread.request_stop();
  }
  threads_.clear();
}

}  // namespace orbbench::bench
