#include "core_options.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

namespace orbbench::orb_core {
namespace {

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h

const std::map<std::string, WipeMethod> kWipeMethods{{"sodium", WipeMethod::Sodium},
                                                     {"explicit_bzero", WipeMethod::ExplicitBzero},
                                                     {"memset", WipeMethod::Memset}};

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
  app.add_flag("--require-locked-memory", options.require_locked_memory,
               "do not start where memory cannot be kept out of swap");
  // Hidden: it is there so that a bench can take each function away and see whether it is missed.
  app.add_option("--wipe-with", options.wipe_with)
      ->transform(CLI::CheckedTransformer(kWipeMethods))
      ->group("");
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
