#include "core_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace orbbench::orb_core {
namespace {

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h

}  // namespace

std::optional<int> read_options(int argc, char** argv, CoreOptions& options) {
  CLI::App app("The reference ORB core of orbbench");
  app.set_version_flag("--version", ORBBENCH_VERSION);
  app.add_option("--listen", options.listen, "address for IIOP and metrics")->capture_default_str();
  app.add_option("--publish", options.publish, "host in the references that are handed out");
  app.add_option("--port", options.port, "IIOP port, 0 for a free one")->capture_default_str();
  app.add_option("--metrics-port", options.metrics_port, "HTTP port of /metrics, 0 for a free one")
      ->capture_default_str();
  app.add_option("--max-widgets", options.max_widgets, "how many widgets may live at once")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  app.add_flag("--enable-faults", options.enable_faults, "serve OrbCore::Faults");
  app.add_flag("--allow-stop", options.allow_stop,
               "let StopServer of all_functions and all_types end the core");
  app.add_flag("--log-calls", options.log_calls, "write a JSON line to stderr for each call");
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-core: " << error.what() << "; see orbbench-core --help\n";
    return kUsageError;
  }
  return std::nullopt;
}

}  // namespace orbbench::orb_core
