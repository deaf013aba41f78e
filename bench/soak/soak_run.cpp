#include "soak/soak_run.hpp"

#include <algorithm>
#include <limits>

#include "orbbench/metrics/scraper.hpp"

namespace orbbench::bench {
namespace {

using Clock = SoakLoad::Clock;

constexpr std::chrono::milliseconds kTick{500};
constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
constexpr std::chrono::seconds kLeastGrace{5};
// Enough for a p99 of some seconds, and a hundredth of one processor's time.
constexpr double kFloorRate = 100;
constexpr std::chrono::seconds kMostOfARoundTrip{1};
// A core on another machine that says nothing for so long is gone, and not cut off for a while.
constexpr std::chrono::seconds kMostSilence{10};

SoakSchedule schedule_of(const SoakPlan& plan, std::size_t first_interval) {
  const std::chrono::nanoseconds deadline = plan.scenario.deadline;
  return {plan.scenario.arrivals, plan.interval, first_interval,
          std::max<std::chrono::nanoseconds>(deadline, kLeastGrace)};
}

SoakSchedule floor_schedule_of(const SoakPlan& plan, std::size_t first_interval) {
  SoakSchedule schedule = schedule_of(plan, first_interval);
  schedule.arrivals = {ConstantArrivals{kFloorRate}, schedule.arrivals.duration};
  return schedule;
}

std::size_t next_index(const SoakRecord& record) {
  return record.intervals().empty() ? 0 : record.intervals().back().index + 1;
}

std::chrono::sys_time<std::chrono::microseconds> wall_time_of(Clock::time_point instant) {
  const auto now = std::chrono::system_clock::now() + (instant - Clock::now());
  return std::chrono::floor<std::chrono::microseconds>(now);
}

/// Whether nothing at all came back in an interval.
bool is_silent(const SoakInterval& interval) {
  const OutcomeCounts& outcomes = interval.calls.outcomes;
  return !interval.core && outcomes.calls() > 0 &&
         outcomes.calls() == outcomes[Outcome::Unreachable] + outcomes[Outcome::Timeout];
}

}  // namespace

SoakRun::SoakRun(const SoakPlan& plan, const SoakSurroundings& surroundings, SoakRecord& record)
    : plan_(plan),
      surroundings_(surroundings),
      record_(record),
      part_(record.intervals().empty() ? 0 : record.intervals().back().part + 1),
      calls_before_(record.calls()),
      next_sampled_(next_index(record)),
      next_kept_(next_sampled_),
      windows_(plan.faults, plan.scenario.deadline) {}

SoakEnd SoakRun::run(const std::stop_token& stop) {
  SoakLoad load(schedule_of(plan_, next_kept_), surroundings_.lanes,
                [this](const EndedCall& call) { return windows_.declares(call); });
  if (surroundings_.floor) {
    floor_.emplace(floor_schedule_of(plan_, next_kept_), std::vector{surroundings_.floor});
  }
  begin_faults(load);
  while (next_kept_ < plan_.intervals() && !stop.stop_requested() && !death_) {
    go_on(load, stop);
    surroundings_.show(record_, load.begin_of(plan_.intervals()) - Clock::now());
  }
  const bool is_whole = next_kept_ == plan_.intervals();
  end_early(load);
  if (death_) {
    return {SoakEnd::Reason::CoreDied, *death_};
  }
  return {is_whole ? SoakEnd::Reason::Completed : SoakEnd::Reason::Interrupted};
}

void SoakRun::begin_faults(const SoakLoad& load) {
  if (!plan_.faults.empty()) {
    driver_.emplace(plan_.faults, load.begin_of(0), load.begin_of(next_kept_), surroundings_.hands,
                    windows_);
  }
}

/// Until an interval is over, or complete, or for a tick.
void SoakRun::go_on(SoakLoad& load, const std::stop_token& stop) {
  const bool is_last_over = next_sampled_ == plan_.intervals();
  const Clock::time_point end = load.begin_of(next_sampled_ + 1);
  const Clock::time_point tick = Clock::now() + kTick;
  load.wait(is_last_over ? tick : std::min(end, tick),
            next_kept_ < next_sampled_ ? next_kept_ : kNone, stop);
  if (!is_last_over && Clock::now() >= end) {
    sample_next(load, end);
  }
  keep_complete(load);
}

void SoakRun::end_faults() {
  if (driver_) {
    driver_->stop();
  }
}

/// Keeps what there is up to now.
void SoakRun::end_early(SoakLoad& load) {
  const Clock::time_point now = Clock::now();
  end_faults();
  load.stop();
  if (floor_) {
    floor_->stop();
  }
  while (next_sampled_ < plan_.intervals() && now > load.begin_of(next_sampled_)) {
    sample_next(load, std::min(now, load.begin_of(next_sampled_ + 1)));
  }
  keep_complete(load);
}

void SoakRun::sample_next(const SoakLoad& load, Clock::time_point end) {
  SoakInterval interval;
  interval.index = next_sampled_++;
  interval.part = part_;
  interval.started = wall_time_of(load.begin_of(interval.index));
  interval.length = end - load.begin_of(interval.index);
  try {
    interval.core = sample_for(end, load.calls_made());
  } catch (const metrics::ScrapeError& error) {
    interval.sample_error = error.what();
    find_death();
  }
  interval.core_was_killed = windows_.core_was_killed(load.begin_of(interval.index), Clock::now());
  sampled_[interval.index] = std::move(interval);
}

/// A core that a declared fault has killed is not dead.
void SoakRun::find_death() {
  const Clock::time_point now = Clock::now();
  if (!death_ && !windows_.core_was_killed(now, now)) {
    death_ = surroundings_.find_death();
  }
}

/// A page that is slow must not put off the samples after it, one by one.
CoreSample SoakRun::sample_for(Clock::time_point end, std::uint64_t calls) const {
  if (Clock::now() > end + plan_.interval) {
    throw metrics::ScrapeError("it was too late for a sample: the one before took so long");
  }
  return surroundings_.sample(calls_before_ + calls);
}

void SoakRun::keep_complete(SoakLoad& load) {
  while (next_kept_ < next_sampled_) {
    auto calls = load.take(next_kept_);
    if (!calls) {
      return;
    }
    SoakInterval interval = std::move(sampled_.extract(next_kept_).mapped());
    interval.calls = *std::move(calls);
    interval.floor = take_floor(next_kept_);
    interval.faults = driver_ ? driver_->reports() : std::vector<FaultReport>();
    note_silence(interval);
    surroundings_.keep(interval);
    record_.add(interval);
    ++next_kept_;
  }
}

/// Its lane is beyond the interval as well, or in the last round trip of it.
SparseHistogram SoakRun::take_floor(std::size_t interval) {
  if (!floor_) {
    return {};
  }
  floor_->wait(Clock::now() + kMostOfARoundTrip, interval, {});
  auto calls = floor_->take(interval);
  return calls ? std::move(calls->times.from_intended) : SparseHistogram();
}

void SoakRun::note_silence(const SoakInterval& interval) {
  silent_for_ = is_silent(interval) ? silent_for_ + interval.length : std::chrono::nanoseconds(0);
  if (silent_for_ >= kMostSilence && !death_) {
    death_ = "nothing answers there: " + interval.calls.first_error;
  }
}

}  // namespace orbbench::bench
