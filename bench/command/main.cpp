#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>
#include <string>

#include "baseline_command.hpp"
#include "call_command.hpp"
#include "command.hpp"
#include "compare_command.hpp"
#include "events_command.hpp"
#include "history_command.hpp"
#include "interop_command.hpp"
#include "inventory_command.hpp"
#include "latency_command.hpp"
#include "memory_command.hpp"
#include "orbbench/launcher/stack_error.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress_events.hpp"
#include "proxy_command.hpp"
#include "report_command.hpp"
#include "schedule_command.hpp"
#include "selfcheck_command.hpp"
#include "soak_command.hpp"
#include "stack_command.hpp"
#include "validate_command.hpp"
#include "work_command.hpp"
#include "worker_command.hpp"

namespace {

using orbbench::bench::progress_events;
using orbbench::launcher::StackError;

constexpr int kExitInvalid = 3;
constexpr int kExitUsage = 64;

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

/// On one line.
std::string with_log(const StackError& error) {
  std::string text = error.what();
  for (const std::string& line : error.log()) {
    text += "; " + line;
  }
  return text;
}

int report(const StackError& error) {
  if (progress_events().are_wanted()) {
    progress_events().error(with_log(error));
    return error.exit_code();
  }
  std::cerr << "orbbench: " << error.what() << '\n';
  if (!error.log().empty()) {
    std::cerr << "the last " << error.log().size() << " lines of its log:\n";
  }
  for (const std::string& line : error.log()) {
    std::cerr << "  " << line << '\n';
  }
  return error.exit_code();
}

int report(const std::string& error, int exit_code) {
  if (progress_events().are_wanted()) {
    progress_events().error(error);
  } else {
    std::cerr << "orbbench: " << error << '\n';
  }
  return exit_code;
}

int run(const orbbench::bench::Command& command) try {
  return command();
} catch (const StackError& error) {
  return report(error);
} catch (const orbbench::orb_client::ConfigError& error) {
  return report(error.what(), kExitUsage);
} catch (const std::exception& error) {
  return report(first_line(error.what()), kExitInvalid);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"orbbench: is a refactored CORBA core still correct, fast and clean in memory?"};
  app.name("orbbench");
  app.set_version_flag("--version", "orbbench " ORBBENCH_VERSION);
  app.require_subcommand(1);
  orbbench::bench::Command chosen;
  orbbench::bench::add_validate_command(app, chosen);
  orbbench::bench::add_compare_command(app, chosen);
  orbbench::bench::add_latency_command(app, chosen);
  orbbench::bench::add_memory_command(app, chosen);
  orbbench::bench::add_soak_command(app, chosen);
  orbbench::bench::add_worker_command(app, chosen);
  orbbench::bench::add_work_command(app, chosen);
  orbbench::bench::add_schedule_command(app, chosen);
  orbbench::bench::add_events_command(app, chosen);
  orbbench::bench::add_history_command(app, chosen);
  orbbench::bench::add_baseline_command(app, chosen);
  orbbench::bench::add_report_command(app, chosen);
  orbbench::bench::add_stack_command(app, chosen);
  orbbench::bench::add_call_command(app, chosen);
  orbbench::bench::add_interop_command(app, chosen);
  orbbench::bench::add_inventory_command(app, chosen);
  orbbench::bench::add_proxy_command(app, chosen);
  orbbench::bench::add_selfcheck_command(app, chosen);
  orbbench::bench::add_keeper_command(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {
      return app.exit(error);  // --help and --version
    }
    std::cerr << "orbbench: " << first_line(error.what())
              << " (`orbbench --help` and `orbbench <command> --help` list what there is)\n";
    return kExitUsage;
  }
  const int status = run(chosen);
  progress_events().ended(status);
  return status;
}
