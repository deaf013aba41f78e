#pragma once

#include <benchmark/benchmark.h>
#include <omniORB4/CORBA.h>
#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "micro/comparison/benchmark_file.hpp"

namespace orbbench::bench {

/// Something done so many times.
using Work = std::function<void(std::uint64_t times)>;

/// The least that an operation could take on this machine.
using Floor = Work;

template <class Step>
Work repeated(Step step) {
  return [step = std::move(step)](std::uint64_t times) mutable {
    for (std::uint64_t i = 0; i < times; ++i) {
      step();
    }
  };
}

/// Times work in batches of a quarter of a millisecond and more. On a busy machine most of them are
/// not disturbed, and their median is not, where a mean is: measured at a load of 12 on 2
/// processors, a ping's mean was between 1 and 5 times, its floor's median within 2 % of that on a
/// quiet one.
class BatchClock {
 public:
  explicit BatchClock(Work work) : work_(std::move(work)) {}

  /// Times four batches.
  void look();

  /// Times work that is done elsewhere, an operation between two calls of tick(). Before the first
  /// comes start(), and after the last finish(), which adds batches up to eight, or 10 ms of them.
  void start();
  void tick() {
    if (--left_ == 0) {
      end_batch();
    }
  }
  void finish();

  /// One operation: the median of all batches, of which there is one at least.
  double nanoseconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  /// Finds how much work makes a batch, where that is not known; this is not kept.
  void calibrate();
  double run_batch();
  void end_batch();
  void keep(std::uint64_t operations);

  Work work_;
  std::uint64_t batch_ = 0;
  std::uint64_t left_ = 0;
  Clock::time_point start_;
  std::vector<double> batches_;
};

/// From now on each measurement also says what others did to the processors since. `core` is the
/// one that is measured.
void watch_other_work(pid_t core);

/// Puts that into a counter, where it is watched.
void count_other_work(benchmark::State& state);

/// Ends the benchmark with an error where `run` throws.
template <class Run>
void guarded(benchmark::State& state, Run&& run) {
  try {
    run();
  } catch (const CORBA::Exception& error) {
    state.SkipWithError(error._name());
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  }
}

/// Measures calls: the median of their batches goes into a counter, and so does that of the floor,
/// which is looked at right before and after. Several threads look at it together, after their
/// calls.
void measure_calls(benchmark::State& state, Floor floor, const std::function<void()>& call);

/// Measures work of one thread, inlined into the loop, and its floor likewise.
template <class Step>
void measure_work(benchmark::State& state, Floor floor, Step&& step) {
  guarded(state, [&] {
    step();
    BatchClock clock(std::move(floor));
    clock.look();
    for (auto _ : state) {
      step();
    }
    clock.look();
    state.counters[micro::kFloorCounter] = clock.nanoseconds();
    count_other_work(state);
  });
}

/// Calls, whose threads wait most of the time: by the clock on the wall.
benchmark::internal::Benchmark* add_call(const std::string& name,
                                         std::function<void(benchmark::State&)> run);

/// Work of one thread: by the processor's time.
benchmark::internal::Benchmark* add_work(const std::string& name,
                                         std::function<void(benchmark::State&)> run);

}  // namespace orbbench::bench
