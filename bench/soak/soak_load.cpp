#include "soak/soak_load.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "load/pacing.hpp"
#include "load/sparse_histogram.hpp"

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

constexpr std::size_t kBeyondAll = std::numeric_limits<std::size_t>::max();
// A lane sleeps up to here where it can be woken, and the rest where it is on time.
constexpr nanoseconds kPunctual = std::chrono::milliseconds(20);

EndedCall time_call(const TimedCall& call, SoakLoad::Clock::time_point due, std::string& problem) {
  EndedCall ended{.due = due, .sent = SoakLoad::Clock::now(), .ended = {}};
  try {
    call();
  } catch (const std::exception& error) {
    ended.outcome = outcome_of(error);
    problem = error.what();
  }
  ended.ended = SoakLoad::Clock::now();
  return ended;
}

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

  void record(const EndedCall& call, nanoseconds lateness, const std::string& error) {
    ++calls_.outcomes[call.outcome];
    from_intended_.record(call.ended - call.due);
    from_sent_.record(call.ended - call.sent);
    lateness_.record(lateness);
    if (call.outcome != Outcome::Ok && calls_.first_error.empty()) {
      calls_.first_error = error;
    }
  }

  void record_in_fault(const EndedCall& call) {
    ++calls_.in_faults[call.outcome];
    in_faults_.record(call.ended - call.due);
  }

 private:
  void put_away() {
    if (from_intended_.empty() && in_faults_.empty()) {
      return;
    }
    calls_.times = {SparseHistogram(from_intended_), SparseHistogram(from_sent_),
                    SparseHistogram(lateness_)};
    if (!in_faults_.empty()) {
      calls_.in_faults_from_intended = SparseHistogram(in_faults_);
      in_faults_ = {};
    }
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
  metrics::LatencyHistogram in_faults_;
  IntervalCalls calls_;
};

SoakLoad::SoakLoad(const SoakSchedule& schedule, const std::vector<TimedCall>& lanes,
                   Declares declares)
    : schedule_(schedule),
      declares_(std::move(declares)),
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
    std::string problem;
    const EndedCall ended = time_call(call, intended, problem);
    const Clock::time_point could_be_sent = std::max(intended, lane_free);
    lane_free = ended.ended;
    if (declares_(ended)) {
      log.record_in_fault(ended);
    } else {
      log.record(ended, ended.sent - could_be_sent, problem);
    }
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
