#include "console/run_request.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace orbbench::console {
namespace {

constexpr double kMostRate = 100'000;
constexpr double kMostSeconds = 7 * 86'400.0;

RunKind validation(std::string name, std::string title, std::string purpose,
                   std::vector<std::string> fixed) {
  RunKind kind;
  kind.name = std::move(name);
  kind.title = std::move(title);
  kind.purpose = std::move(purpose);
  kind.command = "validate";
  kind.fixed = std::move(fixed);
  kind.takes_core = true;
  kind.keeps_result = true;
  return kind;
}

RunKind with_load(RunKind kind) {
  kind.takes_rate = true;
  kind.duration_option = "--duration";
  return kind;
}

/// A command of its own, on one core.
RunKind on_core(const char* name, const char* title, const char* purpose) {
  RunKind kind = validation(name, title, purpose, {});
  kind.command = name;
  return kind;
}

RunKind as_scenario_says(RunKind kind) {
  kind.takes_scenario = true;
  return with_load(std::move(kind));
}

RunKind validate_all() {
  RunKind kind = with_load(
      validation("validate", "Validate", "All checks, or those that are chosen: one verdict", {}));
  kind.takes_checks = true;
  return kind;
}

RunKind compare() {
  RunKind kind =
      on_core("compare", "Compare two cores",
              "A duet: latency, deallocation, memory and errors of the core against a baseline");
  kind.takes_baseline = true;
  kind.duration_option = "--duet-seconds";
  kind.keeps_result = false;
  return kind;
}

RunKind memory() {
  RunKind kind = on_core("memory", "Memory",
                         "Look in the core's memory for secrets that it has released: the places");
  kind.keeps_result = false;
  return kind;
}

RunKind interop() {
  RunKind kind = on_core("interop", "Interop",
                         "Hold a reference core and the omniORB peer against one another");
  kind.takes_core = false;
  return kind;
}

RunKind selfcheck() {
  RunKind kind = on_core("selfcheck", "Selfcheck",
                         "Break a core of its own in 20 ways: does the bench see it?");
  kind.fixed = {"--mutants", "--sample", "20"};
  kind.takes_core = false;
  kind.keeps_result = false;
  return kind;
}

std::vector<RunKind> make_kinds() {
  return {
      validate_all(),
      with_load(validation("calls", "Validate: calls and pool",
                           "Does each call end once and as it should, under faults too?",
                           {"--checks", "core.reachable,calls,pool"})),
      validation("ledger", "Validate: ledger and zeroisation",
                 "Is each site deallocated, and wiped, as often as it should be?",
                 {"--checks", "core.reachable,ledger,zeroization"}),
      validation("witness", "Validate: memory witness", "Is a released secret still to be seen?",
                 {"--checks", "core.reachable,witness"}),
      compare(),
      as_scenario_says(
          on_core("latency", "Latency", "Load the core as the scenario says, and time its calls")),
      as_scenario_says(on_core("soak", "Soak",
                               "Load the core for long: does it leak, slow down, or lose count?")),
      memory(),
      interop(),
      selfcheck()};
}

void add(std::vector<std::string>& arguments, const std::string& option, const std::string& value) {
  if (!value.empty()) {
    arguments.push_back(option);
    arguments.push_back(value);
  }
}

/// A file, whatever its name: orbbench takes what begins with a dash for an option.
std::string as_path(const std::string& file) {
  return (file.starts_with('-') ? "./" : "") + file;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) {
    all += (all.empty() ? "" : ",") + text;
  }
  return all;
}

std::string text_of(std::optional<double> number) {
  return number ? nlohmann::json(*number).dump() : "";
}

/// The baseline goes before the core; an empty one is a private one.
void add_pair(std::vector<std::string>& arguments, const RunRequest& request) {
  if (!request.core.core.empty()) {
    arguments.push_back(request.baseline);
    arguments.push_back(request.core.core);
    add(arguments, "--metrics-b", request.core.metrics);
  } else if (!request.baseline.empty()) {
    arguments.push_back(request.baseline);
  }
}

bool is_plain(char letter) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=@%+";
  return kPlain.find(letter) != std::string_view::npos;
}

std::string quoted(const std::string& argument) {
  if (!argument.empty() && std::ranges::all_of(argument, is_plain)) {
    return argument;
  }
  std::string text = "'";
  for (const char letter : argument) {
    text += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  }
  return text + "'";
}

bool is_within(std::optional<double> number, double most) {
  return !number || (std::isfinite(*number) && *number > 0 && *number <= most);
}

}  // namespace

const std::vector<RunKind>& run_kinds() {
  static const std::vector<RunKind> kinds = make_kinds();
  return kinds;
}

const RunKind* find_run_kind(std::string_view name) {
  const auto found =
      std::ranges::find_if(run_kinds(), [&](const RunKind& kind) { return kind.name == name; });
  return found == run_kinds().end() ? nullptr : &*found;
}

std::string trouble_of(const RunRequest& request) {
  const RunKind* kind = find_run_kind(request.kind);
  if (kind == nullptr) {
    return "choose what is to be run";
  }
  if (kind->takes_core && request.core.core.empty() && !request.core.metrics.empty()) {
    return "the metrics page is of a core that is not given";
  }
  if (kind->takes_rate && !is_within(request.rate, kMostRate)) {
    return "the rate is above 0 and at most 100000 calls a second";
  }
  if (!kind->duration_option.empty() && !is_within(request.seconds, kMostSeconds)) {
    return "the duration is above 0 and at most 604800 seconds, a week";
  }
  return {};
}

std::vector<std::string> arguments_of(const RunRequest& request) {
  const RunKind* kind = find_run_kind(request.kind);
  if (kind == nullptr) {
    return {};
  }
  std::vector<std::string> arguments{kind->command};
  if (kind->takes_scenario && !request.scenario.empty()) {
    arguments.push_back(as_path(request.scenario));
  }
  if (kind->takes_baseline) {
    add_pair(arguments, request);
  } else if (kind->takes_core) {
    add(arguments, "--core", request.core.core);
    add(arguments, "--metrics", request.core.metrics);
  }
  arguments.insert(arguments.end(), kind->fixed.begin(), kind->fixed.end());
  if (kind->takes_checks) {
    add(arguments, "--checks", joined(request.checks));
  }
  if (kind->takes_rate) {
    add(arguments, "--rate", text_of(request.rate));
  }
  if (!kind->duration_option.empty()) {
    add(arguments, kind->duration_option, text_of(request.seconds));
  }
  if (kind->keeps_result && kind->command != "soak" && request.keep) {
    arguments.emplace_back("--store");
  }
  if (kind->command == "soak" && !request.keep) {
    arguments.emplace_back("--no-store");
  }
  return arguments;
}

std::string command_line(const std::vector<std::string>& arguments) {
  std::string line = "orbbench";
  for (const std::string& argument : arguments) {
    line += " " + quoted(argument);
  }
  return line;
}

}  // namespace orbbench::console
