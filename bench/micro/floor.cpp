#include "floor.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "load/other_work.hpp"

namespace orbbench::bench {
namespace {

constexpr double kLeastBatchNs = 250e3;
constexpr int kBatches = 4;
constexpr std::size_t kLeastBatches = 8;
constexpr double kLeastTimeNs = 10e6;

// Benchmarks are functions that Google Benchmark keeps: there is nobody to hand it to them.
std::optional<OtherWork>& other_work() {
  static std::optional<OtherWork> work;
  return work;
}

}  // namespace

void watch_other_work(pid_t core) {
  other_work().emplace(core);
}

void count_other_work(benchmark::State& state) {
  // The relative deviation of what is always zero is no number, and Google Benchmark writes it.
  constexpr double kNoOne = 1e-6;
  const auto processors = other_work() ? other_work()->processors() : std::nullopt;
  if (processors) {
    state.counters[micro::kOtherWorkCounter] =
        benchmark::Counter(std::max(*processors, kNoOne), benchmark::Counter::kAvgThreads);
  }
}

double BatchClock::run_batch() {
  const auto start = Clock::now();
  work_(batch_);
  return static_cast<double>(std::chrono::nanoseconds(Clock::now() - start).count());
}

void BatchClock::calibrate() {
  if (batch_ > 0) {
    return;
  }
  batch_ = 1;
  // The least of several: what disturbs one run would pass for a batch.
  while (std::min({run_batch(), run_batch(), run_batch()}) < kLeastBatchNs) {
    batch_ *= 2;
  }
}

void BatchClock::look() {
  calibrate();
  for (int i = 0; i < kBatches; ++i) {
    batches_.push_back(run_batch() / static_cast<double>(batch_));
  }
}

void BatchClock::start() {
  calibrate();
  left_ = batch_;
  start_ = Clock::now();
}

void BatchClock::keep(std::uint64_t operations) {
  const std::chrono::duration<double, std::nano> time = Clock::now() - start_;
  batches_.push_back(time.count() / static_cast<double>(operations));
}

void BatchClock::end_batch() {
  keep(batch_);
  left_ = batch_;
  start_ = Clock::now();
}

// Google Benchmark takes the iterations of all repetitions from one trial: where that was
// disturbed, they are a handful, seen at 10 for a lease of 95 ns.
void BatchClock::finish() {
  double time = 0;
  while (batches_.empty() || (batches_.size() < kLeastBatches && time < kLeastTimeNs)) {
    const double batch = run_batch();
    batches_.push_back(batch / static_cast<double>(batch_));
    time += batch;
  }
}

double BatchClock::nanoseconds() const {
  std::vector<double> sorted = batches_;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  return *middle;
}

void measure_calls(benchmark::State& state, Floor floor, const std::function<void()>& call) {
  guarded(state, [&] {
    call();  // connects, and resolves what a first call must
    BatchClock calls(repeated(call));
    BatchClock floors(std::move(floor));
    if (state.threads() == 1) {
      floors.look();
    }
    calls.start();
    for (auto _ : state) {
      call();
      calls.tick();
    }
    calls.finish();
    floors.look();
    // As Google Benchmark does it: of so many threads, each takes so long for its part of the
    // calls.
    const auto of_all = [&](const BatchClock& clock) {
      return benchmark::Counter(clock.nanoseconds() / state.threads(),
                                benchmark::Counter::kAvgThreads);
    };
    state.counters[micro::kMedianCounter] = of_all(calls);
    state.counters[micro::kFloorCounter] = of_all(floors);
    count_other_work(state);
  });
}

benchmark::internal::Benchmark* add_call(const std::string& name,
                                         std::function<void(benchmark::State&)> run) {
  return benchmark::RegisterBenchmark(name.c_str(), std::move(run))
      ->UseRealTime()
      ->Unit(benchmark::kMicrosecond);
}

benchmark::internal::Benchmark* add_work(const std::string& name,
                                         std::function<void(benchmark::State&)> run) {
  return benchmark::RegisterBenchmark(name.c_str(), std::move(run));
}

}  // namespace orbbench::bench
