#include "duet/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>
#include <memory>
#include <optional>

#include "duet/measured_core.hpp"
#include "duet/processors.hpp"
#include "load/awake_processors.hpp"
#include "load/one_processor_scope.hpp"
#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::duet {
namespace {

using Clock = std::chrono::steady_clock;

// Long enough for the processor to be warm for this core, short enough for a disturbance to hit the
// blocks of both.
constexpr std::chrono::microseconds kBlockOfCalls{2000};
constexpr std::chrono::microseconds kBlockOfCycles{1000};
constexpr std::size_t kMostPerBlock = 1000;
constexpr std::size_t kGroupsPerStretch = 4;
constexpr std::size_t kWarmUpCalls = 20;
constexpr std::chrono::milliseconds kWarmUp{150};
constexpr std::chrono::milliseconds kShortestRound{2000};
// Three degrees of freedom at the least. On a quiet machine what two starts differ by is nearly all
// of a figure's error, so that many short rounds tell more than a few long ones; a start takes some
// tenths of a second.
constexpr std::size_t kFewestRounds = 4;
constexpr std::size_t kMostRounds = 20;
constexpr std::size_t kReadings = 5;
// Requests before the duet that still count as equal work.
constexpr double kFewRequests = 1000;
constexpr double kEqualPast = 0.1;
constexpr std::chrono::milliseconds kBetweenReadings{1000};
constexpr std::size_t kProbeCalls = 10;
constexpr std::chrono::milliseconds kBetweenProbes{200};

std::size_t block_size(std::chrono::microseconds length, Nanoseconds slower) {
  const auto ns = static_cast<std::size_t>(std::chrono::nanoseconds(length).count());
  return std::clamp<std::size_t>(ns / std::max<Nanoseconds>(slower, 1), 1, kMostPerBlock);
}

Nanoseconds median(std::vector<Nanoseconds> values) {
  if (values.empty()) {
    return 0;
  }
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The rounds of one pair of cores, each from its warm-up to the last reading of its memory.
class RoundRecorder {
 public:
  RoundRecorder(orb_client::OrbRuntime& runtime, const CorePair& pair, Recording& recording,
                metrics::SeededRandom& random, const std::stop_token& stop)
      : baseline_(runtime, Side::Baseline, pair.core(Side::Baseline)),
        candidate_(runtime, Side::Candidate, pair.core(Side::Candidate)),
        recording_(recording),
        random_(random),
        stop_(stop) {
    if (!recording_.started_anew) {
      compare_past();
      processors_.emplace();
    }
  }

  /// Over new connections, of cores that have been called before.
  void reconnect();
  void warm_up();
  /// One stretch at the least: a round whose start took its time still counts.
  void record_until(Clock::time_point end, const std::function<void()>& report);
  void finish();

 private:
  MeasuredCore& core(Side side) { return side == Side::Baseline ? baseline_ : candidate_; }
  void find_nearest(Side side);
  Nanoseconds probe(Side side, std::size_t processor);
  void stand_beside(Side side);
  void run_stretch();
  void run_group(std::array<std::vector<Nanoseconds>, 2>& calls,
                 std::array<std::vector<Nanoseconds>, 2>& cycles);
  void compare_past();
  void read_memory();
  void read_memory_of_round();

  MeasuredCore baseline_;
  MeasuredCore candidate_;
  Recording& recording_;
  metrics::SeededRandom& random_;
  const std::stop_token& stop_;
  /// None where both cores share this thread's only processor.
  std::optional<Processors> processors_;
  std::array<std::size_t, 2> nearest_{};
  Clock::time_point next_probe_{};
  std::size_t calls_per_block_ = kWarmUpCalls;
  std::size_t cycles_per_block_ = kWarmUpCalls / 4;
};

void RoundRecorder::reconnect() {
  baseline_.reconnect();
  candidate_.reconnect();
}

// In the order of a duet already, so that both are equally warm, and have done the same.
void RoundRecorder::warm_up() {
  recording_.rounds.push_back({recording_.of(Side::Baseline).calls.size(), 0});
  std::array<std::vector<Nanoseconds>, 2> calls;
  std::array<std::vector<Nanoseconds>, 2> cycles;
  for (const auto end = Clock::now() + kWarmUp; Clock::now() < end && !stop_.stop_requested();) {
    run_group(calls, cycles);
  }
  calls_per_block_ = block_size(kBlockOfCalls, std::max(median(calls[0]), median(calls[1])));
  cycles_per_block_ = block_size(kBlockOfCycles, std::max(median(cycles[0]), median(cycles[1])));
}

// The scheduler chooses where a core that runs already serves a connection, and a call from another
// processor takes more than twice as long. Each core is called from where it answers soonest.
void RoundRecorder::find_nearest(Side side) {
  Nanoseconds soonest = std::numeric_limits<Nanoseconds>::max();
  for (std::size_t processor = 0; processor < processors_->count(); ++processor) {
    const Nanoseconds took = probe(side, processor);
    if (took > 0 && took < soonest) {  // 0 when every call failed
      soonest = took;
      nearest_[index_of(side)] = processor;
    }
  }
}

Nanoseconds RoundRecorder::probe(Side side, std::size_t processor) {
  std::vector<Nanoseconds> durations;
  processors_->move_to(processor);
  core(side).call(kProbeCalls, durations, recording_.of(side));
  return median(std::move(durations));
}

void RoundRecorder::stand_beside(Side side) {
  if (processors_ && processors_->count() > 0) {
    processors_->move_to(nearest_[index_of(side)]);
  }
}

void RoundRecorder::run_group(std::array<std::vector<Nanoseconds>, 2>& calls,
                              std::array<std::vector<Nanoseconds>, 2>& cycles) {
  const Side outer = kSides[random_.below(kSides.size())];
  if (processors_ && Clock::now() >= next_probe_) {
    find_nearest(outer);
    find_nearest(other(outer));
    next_probe_ = Clock::now() + kBetweenProbes;
  }
  for (const Side side : {outer, other(outer), other(outer), outer}) {
    SideRecording& book = recording_.of(side);
    stand_beside(side);
    core(side).call(calls_per_block_, calls[index_of(side)], book);
    core(side).cycle(cycles_per_block_, cycles[index_of(side)], book);
  }
}

void RoundRecorder::run_stretch() {
  std::array<std::vector<Nanoseconds>, 2> calls;
  std::array<std::vector<Nanoseconds>, 2> cycles;
  for (std::size_t group = 0; group < kGroupsPerStretch; ++group) {
    if (stop_.stop_requested()) {
      return;  // half a stretch is none
    }
    run_group(calls, cycles);
  }
  for (const Side side : kSides) {
    recording_.of(side).calls.push_back(std::move(calls[index_of(side)]));
    recording_.of(side).cycles.push_back(std::move(cycles[index_of(side)]));
  }
  ++recording_.rounds.back().count;
}

void RoundRecorder::record_until(Clock::time_point end, const std::function<void()>& report) {
  Clock::time_point next_reading = Clock::now();
  do {
    report();
    run_stretch();
    if (!recording_.started_anew && Clock::now() >= next_reading) {
      read_memory();
      next_reading = Clock::now() + kBetweenReadings;
    }
  } while (Clock::now() < end && !stop_.stop_requested());
}

void RoundRecorder::finish() {
  if (recording_.started_anew && !stop_.stop_requested()) {
    read_memory_of_round();
  }
  baseline_.require_same_process();
  candidate_.require_same_process();
}

void RoundRecorder::compare_past() {
  const auto baseline = baseline_.requests();
  const auto candidate = candidate_.requests();
  if (baseline && candidate &&
      std::abs(*baseline - *candidate) >
          kFewRequests + kEqualPast * std::max(*baseline, *candidate)) {
    char text[160];
    std::snprintf(text, sizeof text,
                  "the baseline had served %.0f requests before the duet and the candidate %.0f: "
                  "their memory cannot be compared; start both anew",
                  *baseline, *candidate);
    recording_.unequal_past = text;
  }
}

void RoundRecorder::read_memory() {
  const auto baseline = baseline_.resident_octets();
  const auto candidate = candidate_.resident_octets();
  if (baseline && candidate) {
    recording_.resident_octets.emplace_back(*baseline, *candidate);
  }
}

// A round is one measurement of memory, however often it is read: its readings become one.
void RoundRecorder::read_memory_of_round() {
  std::vector<std::pair<double, double>> readings;
  std::swap(readings, recording_.resident_octets);
  for (std::size_t i = 0; i < kReadings; ++i) {
    read_memory();
  }
  std::swap(readings, recording_.resident_octets);
  if (readings.empty()) {
    return;
  }
  std::pair<double, double> mean{};
  for (const auto& [baseline, candidate] : readings) {
    mean.first += baseline / static_cast<double>(readings.size());
    mean.second += candidate / static_cast<double>(readings.size());
  }
  recording_.resident_octets.push_back(mean);
}

std::string seconds(Clock::duration duration) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(duration).count());
}

/// What all rounds of a duet share.
class DuetRun {
 public:
  DuetRun(orb_client::OrbRuntime& runtime, const DuetPlan& plan, const Progress& progress,
          const std::stop_token& stop, Recording& recording)
      : runtime_(runtime),
        plan_(plan),
        progress_(progress),
        stop_(stop),
        recording_(recording),
        random_(plan.seed) {}

  void run(const PairSource& source) {
    if (source.starts_anew) {
      run_started(source);
    } else {
      run_running(source);
    }
  }

 private:
  void run_started(const PairSource& source) {
    const bench::OneProcessorScope processor;  // which the cores inherit
    const std::size_t rounds = rounds_in(plan_.length);
    for (std::size_t round = 1; round <= rounds && !stop_.stop_requested(); ++round) {
      report(round, rounds);
      const auto pair = source.open(kSides[random_.below(kSides.size())]);
      RoundRecorder recorder(runtime_, *pair, recording_, random_, stop_);
      run_round(recorder, round, rounds);
    }
  }

  // Where the scheduler has a connection served may differ from one to the next: that must be in
  // the intervals. A core that is started beside one that runs must be as free as that, and not
  // inherit a processor.
  void run_running(const PairSource& source) {
    const bench::AwakeProcessors awake;  // waking one takes longer than a call
    const std::size_t rounds = rounds_in(plan_.length);
    report(1, rounds);
    const auto pair = source.open(kSides[random_.below(kSides.size())]);
    RoundRecorder recorder(runtime_, *pair, recording_, random_, stop_);
    for (std::size_t round = 1; round <= rounds && !stop_.stop_requested(); ++round) {
      recorder.reconnect();
      run_round(recorder, round, rounds);
    }
  }

  void run_round(RoundRecorder& recorder, std::size_t round, std::size_t rounds) {
    recorder.warm_up();
    const auto end = start_ + plan_.length * static_cast<std::int64_t>(round) /
                                  static_cast<std::int64_t>(rounds);
    recorder.record_until(end, [&] { report(round, rounds); });
    recorder.finish();
  }

  void report(std::size_t round, std::size_t rounds) const {
    progress_("duet, round " + std::to_string(round) + " of " + std::to_string(rounds) + ", " +
              seconds(Clock::now() - start_) + " of " + seconds(plan_.length) + " s");
  }

  orb_client::OrbRuntime& runtime_;
  const DuetPlan& plan_;
  const Progress& progress_;
  const std::stop_token& stop_;
  Recording& recording_;
  metrics::SeededRandom random_;
  const Clock::time_point start_ = Clock::now();
};

}  // namespace

std::size_t rounds_in(std::chrono::milliseconds length) {
  return std::clamp(static_cast<std::size_t>(length / kShortestRound), kFewestRounds, kMostRounds);
}

Recording record_duet(orb_client::OrbRuntime& runtime, const PairSource& source,
                      const DuetPlan& plan, const Progress& progress, const std::stop_token& stop) {
  Recording recording;
  recording.started_anew = source.starts_anew;
  const Clock::time_point start = Clock::now();
  try {
    DuetRun(runtime, plan, progress, stop, recording).run(source);
  } catch (const Disturbed& disturbance) {
    recording.disturbance = disturbance.what();
  }
  std::erase_if(recording.rounds, [](const metrics::Round& round) { return round.count == 0; });
  recording.interrupted = stop.stop_requested();
  recording.elapsed = Clock::now() - start;
  if (recording.resident_octets.empty()) {
    recording.no_memory = "a core's metrics page is not known, or has no resident memory";
  }
  return recording;
}

}  // namespace orbbench::duet
