#pragma once

#include <CLI/App.hpp>
#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// The calls of some time, as they are told while a load goes on.
struct ProgressInterval {
  std::string series;  ///< "soak.mixed"
  std::chrono::nanoseconds length{0};
  std::chrono::nanoseconds left{0};  ///< of the load
  std::uint64_t calls = 0;           ///< failed ones included
  std::uint64_t errors = 0;
  metrics::LatencyHistogram latencies;
};

/// What a command does, for a program that watches it: one JSON object a line. Silent until it is
/// turned on, which --progress json does. Thread-safe.
class ProgressEvents {
 public:
  explicit ProgressEvents(std::ostream& output) : output_(output) {}

  void turn_on() { wanted_ = true; }
  bool are_wanted() const { return wanted_; }

  void started(const std::string& kind, const std::vector<std::string>& checks);
  void progress(const std::string& text);
  void check(const CheckResult& result);
  void interval(const ProgressInterval& interval);
  void error(const std::string& text);
  /// The run is in the results store, or waits for it: ended() will say so.
  void kept(const std::string& run);
  void ended(int exit_code);

 private:
  void write(const nlohmann::ordered_json& event);

  std::ostream& output_;
  bool wanted_ = false;  ///< does not change once the command runs
  std::mutex mutex_;
  std::string run_;
};

/// Those of this process, on its standard error.
ProgressEvents& progress_events();

/// --progress text|json, of a command that says what it does.
void add_progress_option(CLI::App& command);

}  // namespace orbbench::bench
