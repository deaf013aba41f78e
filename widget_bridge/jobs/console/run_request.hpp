#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/core_session.hpp"

namespace orbbench::console {

/// Something of `orbbench` that can be started from here.
struct RunKind {
  std::string name;                ///< "latency", unique
  std::string title;               ///< "Latency"
  std::string purpose;             ///< one line
  std::string command;             ///< of orbbench: "validate"
  std::vector<std::string> fixed;  ///< options that make it what it is
  bool takes_core = false;         ///< --core and --metrics
  bool takes_checks = false;       ///< --checks
  bool takes_scenario = false;     ///< a JSON file of what the load is
  bool takes_rate = false;         ///< --rate
  std::string duration_option;     ///< "--duration"; empty where it takes as long as it takes
  bool takes_baseline = false;     ///< a core to be compared with
  bool keeps_result = false;       ///< --store, or --no-store where it is not wanted
};

/// Those there are, in the order in which they are shown.
const std::vector<RunKind>& run_kinds();
/// Null where there is none.
const RunKind* find_run_kind(std::string_view name);

/// What the user asks for. Empty texts and nothing: what orbbench takes then.
struct RunRequest {
  std::string kind = {};
  CoreAddress core = {};      ///< empty: a private one
  std::string baseline = {};  ///< of compare
  std::vector<std::string> checks = {};
  std::string scenario = {};  ///< the path of its file
  std::optional<double> rate = {};
  std::optional<double> seconds = {};
  bool keep = true;  ///< in the results store
};

/// Why it cannot be started: one line; empty where it can.
std::string trouble_of(const RunRequest& request);

/// The arguments of orbbench, `--progress json` not among them.
std::vector<std::string> arguments_of(const RunRequest& request);

/// As a shell takes it: "orbbench validate --core 127.0.0.1:2809".
std::string command_line(const std::vector<std::string>& arguments);

}  // namespace orbbench::console
