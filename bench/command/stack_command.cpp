#include "stack_command.hpp"

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

#include "orbbench/launcher/keeper.hpp"
#include "orbbench/launcher/named_stack.hpp"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/process/program_path.hpp"

namespace orbbench::bench {
namespace {

using launcher::PartProgress;
using launcher::StackDirectory;
using launcher::StackEnd;

constexpr int kExitNotUp = 1;
constexpr std::size_t kMostLogLines = 100'000;

struct UpOptions {
  launcher::StackOptions stack;
  launcher::StackPorts ports = launcher::kContractPorts;
  std::string core = "reference";
  bool free_ports = false;
  bool keep = false;
  bool enable_faults = false;
  unsigned rate_window_s = 60;
  unsigned start_timeout_s = 30;
};

struct NamedOptions {
  std::string name = "default";
  std::string part;
  std::size_t lines = 50;
  bool json = false;
};

void show_progress(const PartProgress& progress) {
  const char* state = progress.state == PartProgress::State::Ready  ? "ready"
                      : progress.state == PartProgress::State::Lost ? "lost:"
                                                                    : "starting";
  std::cerr << progress.part << ' ' << state << ' ' << progress.detail << std::endl;
}

int watch(launcher::Stack& stack, const launcher::StopSignals& signals) {
  std::cerr << "the stack is up; Ctrl-C stops it" << std::endl;
  switch (stack.wait(signals.token())) {
    case StackEnd::Requested:
      std::cerr << "stopping" << std::endl;
      stack.stop();
      return 0;
    case StackEnd::StoppedByOthers:
      std::cerr << "the stack was stopped from elsewhere" << std::endl;
      return 0;
    case StackEnd::KeeperDied:
      throw launcher::StackError(launcher::kExitInvalid,
                                 "the stack's keeper died: its parts are gone, its folder is "
                                 "removed");
  }
  return launcher::kExitInvalid;
}

/// What `--core ada` stands for.
void choose_core(UpOptions& options) {
  if (options.core != "ada") {
    return;
  }
  options.stack.core_binary = process::program_beside_this("orbbench-core-ada");
  if (options.stack.core_binary.empty()) {
    throw launcher::StackError(launcher::kExitUsage,
                               "there is no orbbench-core-ada beside this program: it is built "
                               "where CMake is told of a PolyORB, by -DORBBENCH_POLYORB=PREFIX");
  }
}

int bring_up(const UpOptions& options) {
  const launcher::StopSignals signals;
  try {
    launcher::Stack stack = launcher::Stack::start(options.stack, show_progress, signals.token());
    std::cout << launcher::to_json(stack.endpoints()) << std::endl;
    if (options.keep) {
      stack.keep();
      return 0;
    }
    return watch(stack, signals);
  } catch (const launcher::StackInterrupted& interrupted) {
    std::cerr << "orbbench: " << interrupted.what() << std::endl;
    return 128 + signals.received();
  }
}

int take_down(const NamedOptions& options) {
  const bool was_up = StackDirectory().stop(options.name);
  std::cerr << (was_up ? "stopped the stack named " : "no stack was up named ") << options.name
            << std::endl;
  return 0;
}

void print_state(const launcher::StackState& state) {
  std::cout << state.name << ": " << state.state << ", started " << state.started_at << ", keeper "
            << state.keeper_pid << ", in " << state.folder.string() << '\n';
  for (const launcher::PartState& part : state.parts) {
    std::cout << "  " << part.name << ": " << part.state << ", process " << part.pid << '\n';
  }
  for (const auto& [name, value] : launcher::environment_of(state.endpoints)) {
    std::cout << "  " << name << '=' << value << '\n';
  }
  std::cout.flush();
}

int show_status(const NamedOptions& options) {
  const auto state = StackDirectory().find(options.name);
  if (options.json) {
    launcher::StackState down;
    down.name = options.name;
    down.state = "down";
    std::cout << launcher::to_json(state.value_or(down)) << std::endl;
  } else if (state) {
    print_state(*state);
  } else {
    std::cout << options.name << ": down" << std::endl;
  }
  return state && state->state == "up" ? 0 : kExitNotUp;
}

int show_logs(const NamedOptions& options) {
  std::cout << StackDirectory().read_logs(options.name, options.part, options.lines) << std::flush;
  return 0;
}

void complete(UpOptions& options, const CLI::App& command) {
  const auto choose = [&](const char* flag, std::uint16_t wanted) {
    return options.free_ports && command.count(flag) == 0 ? std::uint16_t{0} : wanted;
  };
  const launcher::StackPorts& ports = options.ports;
  options.stack.ports = {
      .core = choose("--core-port", ports.core),
      .core_metrics = choose("--metrics-port", ports.core_metrics),
      .postgres = choose("--postgres-port", ports.postgres),
      .redis = choose("--redis-port", ports.redis),
      .security = choose("--security-port", ports.security),
      .widget_core = choose("--widget-port", ports.widget_core),
      .widget_core_metrics = choose("--widget-metrics-port", ports.widget_core_metrics),
      .gateway = choose("--gateway-port", ports.gateway)};
  options.stack.gateway_limits.window = std::chrono::seconds(options.rate_window_s);
  options.stack.start_timeout = std::chrono::seconds(options.start_timeout_s);
  if (options.enable_faults) {
    options.stack.fault_injection = launcher::FaultInjection::Enabled;
  }
}

void add_port_options(CLI::App& up, UpOptions& options) {
  up.add_flag("--free-ports", options.free_ports, "Take free ports where none is given");
  const auto add = [&](const char* flag, std::uint16_t& port, const char* description) {
    up.add_option(flag, port, description)->capture_default_str();
  };
  add("--core-port", options.ports.core, "The core's IIOP port; 0: any free one");
  add("--metrics-port", options.ports.core_metrics, "The core's metrics port");
  add("--postgres-port", options.ports.postgres, "PostgreSQL's port");
  add("--redis-port", options.ports.redis, "Redis's port");
  add("--gateway-port", options.ports.gateway, "The gateway's port");
  add("--security-port", options.ports.security, "The security service's port");
  add("--widget-port", options.ports.widget_core, "The first widget core's port");
  add("--widget-metrics-port", options.ports.widget_core_metrics,
      "The first widget core's metrics port");
}

void add_program_options(CLI::App& up, UpOptions& options) {
  launcher::StackOptions& stack = options.stack;
  auto* core = up.add_option("--core", options.core,
                             "The core to run: reference, or ada (on PolyORB, where it was built)")
                   ->check(CLI::IsMember({"reference", "ada"}))
                   ->capture_default_str();
  up.add_option("--core-binary", stack.core_binary,
                "Another core to run; orbbench-core beside this program by default")
      ->excludes(core);
  up.add_option("--security-binary", stack.security_binary,
                "The security service to run; orbbench-security beside this program by default");
  up.add_option("--widget-core-binary", stack.widget_core_binary,
                "The widget core to run; orbbench-widget-core beside this program by default");
}

void add_gateway_options(CLI::App& up, UpOptions& options) {
  up.add_option("--widget-cores", options.stack.widget_cores, "How many widget cores")
      ->check(CLI::Range(1U, launcher::kMostWidgetCores))
      ->capture_default_str();
  up.add_option("--rate-limit", options.stack.gateway_limits.requests,
                "Requests that the gateway lets one client make in a window")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
      ->capture_default_str();
  up.add_option("--rate-window-s", options.rate_window_s, "Seconds that such a window is long")
      ->check(CLI::Range(1, 86'400))
      ->capture_default_str();
  up.add_option("--allow-origin", options.stack.allowed_origins,
                "An origin whose pages may call the gateway, such as https://example.org");
}

void add_up(CLI::App& stack, Command& chosen) {
  auto* up = stack.add_subcommand("up", "Start the widget stack; Ctrl-C stops it");
  auto options = std::make_shared<UpOptions>();
  options->stack.name = "default";
  options->stack.parts = launcher::all_parts();
  up->add_option("--name", options->stack.name, "The stack's name")->capture_default_str();
  up->add_flag("--keep", options->keep, "Return once it is ready; `stack down` stops it");
  add_port_options(*up, *options);
  up->add_option("--parts", options->stack.parts, "Which parts")
      ->delimiter(',')
      ->capture_default_str();
  add_program_options(*up, *options);
  add_gateway_options(*up, *options);
  up->add_flag("--enable-faults", options->enable_faults, "Let the core take injected faults");
  up->add_option("--start-timeout", options->start_timeout_s, "Seconds for the whole start")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  up->callback([options, up, &chosen] {
    complete(*options, *up);
    chosen = [options] {
      choose_core(*options);
      return bring_up(*options);
    };
  });
}

CLI::App* add_named(CLI::App& stack, const char* verb, const char* description,
                    const std::shared_ptr<NamedOptions>& options, int (*run)(const NamedOptions&),
                    Command& chosen) {
  auto* command = stack.add_subcommand(verb, description);
  command->add_option("--name", options->name, "The stack's name")->capture_default_str();
  command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
  return command;
}

}  // namespace

void add_stack_command(CLI::App& app, Command& chosen) {
  auto* stack = app.add_subcommand("stack", "Start, stop and look at a stack on this machine");
  stack->require_subcommand(1);
  add_up(*stack, chosen);
  add_named(*stack, "down", "Stop a stack", std::make_shared<NamedOptions>(), take_down, chosen);
  auto seen = std::make_shared<NamedOptions>();
  auto* status = add_named(*stack, "status", "Say whether a stack is up: exit status 0 if it is",
                           seen, show_status, chosen);
  status->add_flag("--json", seen->json, "As one JSON object");
  auto read = std::make_shared<NamedOptions>();
  auto* logs =
      add_named(*stack, "logs", "Show the last lines of the parts' logs", read, show_logs, chosen);
  logs->add_option("part", read->part, "One part only; \"keeper\" is one");
  logs->add_option("--lines", read->lines, "How many lines of each")
      ->check(CLI::Range(std::size_t{1}, kMostLogLines))
      ->capture_default_str();
}

void add_keeper_command(CLI::App& app, Command& chosen) {
  auto* keeper = app.add_subcommand("keeper", "");
  keeper->group("");  // hidden: only the launcher calls it
  auto lifeline = std::make_shared<int>(-1);
  keeper->add_option("--lifeline", *lifeline)->required();
  keeper->callback(
      [lifeline, &chosen] { chosen = [lifeline] { return launcher::run_keeper(*lifeline); }; });
}

}  // namespace orbbench::bench
