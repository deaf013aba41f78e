#pragma once

#include <cmath>
#include <functional>

#include "soak/judgement.hpp"

namespace orbbench::tests {

/// A soak of a minute at 500 calls a second that nobody made, in intervals of a second: what a test
/// wants to be seen of it.
struct MadeSoak {
  std::function<double(double)> resident = [](double) { return 1e7; };  ///< by thousand calls
  std::function<double(int)> p99_us = [](int) { return 300.0; };        ///< by interval
  std::function<double(int)> floor_us = {};  ///< by interval; no floor without it
  std::function<void(bench::SoakInterval&)> change = [](bench::SoakInterval&) {};

  static bench::SoakPlan plan() {
    bench::SoakPlan plan;
    plan.scenario = bench::default_scenario();
    plan.scenario.arrivals = {bench::ConstantArrivals{500}, std::chrono::seconds(60)};
    plan.interval = std::chrono::seconds(1);
    plan.warm_up = std::chrono::seconds(12);
    return plan;
  }

  bench::SoakInterval interval(int index) const {
    metrics::LatencyHistogram times;
    for (int call = 0; call < 500; ++call) {
      times.record(std::chrono::nanoseconds(std::llround(1000 * p99_us(index) * call / 500)));
    }
    bench::SoakInterval interval;
    interval.index = static_cast<std::size_t>(index);
    interval.started = std::chrono::sys_time<std::chrono::microseconds>(
        std::chrono::seconds(1'700'000'000 + index));
    interval.length = std::chrono::seconds(1);
    interval.calls.times = {bench::SparseHistogram(times), bench::SparseHistogram(times),
                            one_of(std::chrono::microseconds(2))};
    if (floor_us) {
      interval.floor = one_of(std::chrono::nanoseconds(std::llround(1000 * floor_us(index))));
    }
    interval.calls.outcomes[bench::Outcome::Ok] = 500;
    const double calls = 0.5 * (index + 1);
    interval.core = bench::CoreSample{.calls = static_cast<std::uint64_t>(1000 * calls),
                                      .resident_octets = resident(calls),
                                      .anonymous_octets = std::nullopt,
                                      .heap_octets = std::nullopt,
                                      .connections = 5,
                                      .descriptors = 20,
                                      .threads = 9,
                                      .process_start_time = 1234.5,
                                      .has_ledger = true,
                                      .live_objects = {{"event_queue", 3}},
                                      .imbalances = {}};
    change(interval);
    return interval;
  }

  bench::SoakRecord record(int intervals = 60) const {
    bench::SoakRecord record;
    for (int i = 0; i < intervals; ++i) {
      record.add(interval(i));
    }
    return record;
  }

 private:
  static bench::SparseHistogram one_of(std::chrono::nanoseconds time) {
    metrics::LatencyHistogram times;
    times.record(time);
    return bench::SparseHistogram(times);
  }
};

}  // namespace orbbench::tests
