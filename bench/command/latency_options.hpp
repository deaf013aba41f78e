#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "load/load_scenario.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// What `orbbench latency` was asked for.
struct LatencyOptions {
  TargetChoice target;
  std::string scenario_file;
  std::optional<double> rate;
  std::optional<double> duration_s;
  std::optional<std::size_t> lanes;
  std::optional<double> slo_p99_ms;
  std::vector<double> rates;
  bool capacity = false;
  std::size_t starts = 1;

  std::string json_file;
  std::string junit_file;
  std::string interval_log;
  bool store = false;

  std::string baseline;
  std::vector<std::string> margins;
  std::size_t repeats = 0;
};

void add_latency_options(CLI::App& command, LatencyOptions& options);

/// The scenario that they choose. Throws ConfigError where they contradict each other, or it.
LoadScenario read_scenario(const LatencyOptions& options);

}  // namespace orbbench::bench
