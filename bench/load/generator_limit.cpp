#include "load/generator_limit.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "load/capacity.hpp"
#include "load/tcp_floor.hpp"

namespace orbbench::bench {
namespace {

constexpr double kUntriedRate = 2000;
constexpr double kCallsOfTrial = 1000;  // enough for a p99
constexpr double kShortestTrial = 0.02;
constexpr double kLongestTrial = 0.25;
// Less than what a whole run must reach: one hiccup at its end may cost a trial that much.
constexpr double kHeldShare = 0.95;
constexpr double kPrecision = 0.1;
constexpr int kTries = 3;
constexpr std::size_t kMostFloors = 64;

Arrivals trial_of(double rate) {
  const double seconds = std::clamp(kCallsOfTrial / rate, kShortestTrial, kLongestTrial);
  return {ConstantArrivals{rate}, std::chrono::nanoseconds(std::llround(seconds * 1e9))};
}

// What could not be sent in time says so by then, and need not be waited for.
constexpr int kPatience = 2;

/// Asks for a stop after so long, or when `outer` is.
class TimeLimit {
 public:
  TimeLimit(std::chrono::nanoseconds limit, const std::stop_token& outer)
      : on_outer_(outer, [this] { source_.request_stop(); }),
        waiting_([this, limit](const std::stop_token& over) {
          std::mutex mutex;
          std::unique_lock lock(mutex);
          std::condition_variable_any().wait_for(lock, over, limit, [] { return false; });
          source_.request_stop();
        }) {}

  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  std::stop_callback<std::function<void()>> on_outer_;
  std::jthread waiting_;
};

Series run_trial(double rate, const std::vector<TimedCall>& lanes, const std::stop_token& stop) {
  const Arrivals trial = trial_of(rate);
  const TimeLimit limit(kPatience * trial.duration, stop);
  return run_open_loop(trial, lanes, limit.token());
}

class Trials {
 public:
  Trials(const std::vector<TimedCall>& lanes, const std::stop_token& stop)
      : lanes_(lanes), stop_(stop) {
    for (std::size_t i = 0; i < std::min(lanes.size(), kMostFloors); ++i) {
      floors_.push_back(std::make_unique<TcpFloor>(kPingRequestOctets, kPingReplyOctets));
      floor_lanes_.emplace_back([floor = floors_.back().get()] { floor->round_trip(); });
    }
  }

  /// Empty when the rate was held, in one of several tries: a disturbance may spoil one.
  std::string find_fault(double rate) {
    std::string fault;
    for (int i = 0; i < kTries && !stop_.stop_requested(); ++i) {
      fault = try_once(rate);
      if (fault.empty()) {
        break;
      }
    }
    return fault;
  }

  double highest_held_below(double rate) {
    double held = rate / 2;
    while (held > kUntriedRate && !holds(held)) {
      held /= 2;
    }
    const bool known = held > kUntriedRate;
    const CapacitySearch search{.lowest = known ? held : kUntriedRate,
                                .highest = known ? 2 * held : rate,
                                .precision = kPrecision};
    return search_capacity(search, [&](double candidate) {
      return (known && candidate <= held) || (candidate < rate && holds(candidate));
    });
  }

 private:
  bool holds(double rate) { return !stop_.stop_requested() && try_once(rate).empty(); }

  std::string try_once(double rate) {
    const double sent = run_trial(rate, floor_lanes_, stop_).achieved_rate();
    if (sent < kHeldShare * rate) {
      return "it makes " + std::to_string(std::llround(sent)) + " raw TCP round trips a second";
    }
    const Series series = run_trial(rate, lanes_, stop_);
    return find_lateness_fault(series.lateness, series.from_intended);
  }

  const std::vector<TimedCall>& lanes_;
  const std::stop_token& stop_;
  std::vector<std::unique_ptr<TcpFloor>> floors_;
  std::vector<TimedCall> floor_lanes_;
};

}  // namespace

std::optional<GeneratorLimit> find_generator_limit(const Arrivals& arrivals,
                                                   const std::vector<TimedCall>& lanes,
                                                   const std::stop_token& stop) {
  const double rate = arrivals.peak_rate();
  if (rate <= kUntriedRate) {
    return std::nullopt;
  }
  Trials trials(lanes, stop);
  std::string fault = trials.find_fault(rate);
  if (fault.empty() || stop.stop_requested()) {
    return std::nullopt;
  }
  const double held = trials.highest_held_below(rate);
  // Lanes that have no processor of their own wait for each other.
  const std::size_t processors = std::thread::hardware_concurrency();
  if (lanes.size() > processors) {
    fault += " (" + std::to_string(lanes.size()) + " lanes on " + std::to_string(processors) +
             " processors; fewer may hold more)";
  }
  return GeneratorLimit{std::floor(held), std::move(fault)};
}

}  // namespace orbbench::bench
