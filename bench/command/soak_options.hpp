#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "soak/soak_plan.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// What `orbbench soak` was asked for.
struct SoakOptions {
  /// What a soak keeps, and is resumed with.
  TargetChoice target;
  std::string scenario;  ///< the document's text; empty for the default one
  std::string faults;    ///< the timetable's text; empty for none
  std::optional<double> rate;
  std::optional<double> duration_s;
  std::optional<double> lanes;
  std::optional<double> interval_s;
  std::optional<double> warm_up_s;
  std::optional<double> slo_p99_ms;
  std::optional<double> drift;
  std::optional<double> margin_octets;   ///< per 1,000 calls
  std::optional<double> margin_objects;  ///< per 1,000 calls

  /// Of this invocation.
  std::string scenario_file;
  std::string faults_file;
  std::string resume;
  std::string json_file;
  std::string junit_file;
  std::optional<std::uint16_t> metrics_port;
  std::string push_url;
  double serve_after_s = 0;
  bool no_store = false;
};

void add_soak_options(CLI::App& command, SoakOptions& options);

/// Reads the scenario's file and the timetable's. Throws ConfigError where the options contradict
/// each other.
void complete(SoakOptions& options);

/// Throws ConfigError.
SoakPlan plan_of(const SoakOptions& options);

/// What a soak keeps of them, as rows of name and value.
std::vector<std::vector<std::string>> rows_of(const SoakOptions& options);
/// Those again. Throws ConfigError for rows of a later orbbench.
SoakOptions options_of(const std::vector<std::vector<std::string>>& rows);

}  // namespace orbbench::bench
