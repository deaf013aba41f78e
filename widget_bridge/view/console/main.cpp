#include <sched.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "console/child_start.hpp"
#include "frame/console.hpp"
#include "frame/stop_signals.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::console;

constexpr int kExitUsage = 64;
constexpr int kExitInvalid = 3;

struct Options {
  CoreAddress address;
  std::string settings = Settings::default_file();
};

// What is measured on the same processors is not to wait for a window that is drawn: a batch thread
// that wakes preempts nobody, and a nice one is soon preempted, sched(7). Threads inherit it; runs,
// which measure, do not: the Starter is made before.
void yield_to_what_is_measured() {
  constexpr int kNiceness = 15;
  const sched_param none{};
  ::sched_setscheduler(0, SCHED_BATCH, &none);
  ::setpriority(PRIO_PROCESS, 0, kNiceness);
}

int show(const Options& options) {
  // For those who do not see the window; the services, which have no user, go without.
  constexpr int kOnlyIfAbsent = 0;
  ::setenv("NO_AT_BRIDGE", "0", kOnlyIfAbsent);
  widget_bridge::WxEventLoop loop;
  Console console(loop, options.settings, [&loop] { loop.stop(); });
  const StopSignals stop([&console] { console.frame().Close(); });
  console.frame().Show();
  if (!options.address.core.empty()) {
    console.frame().connection_bar().show(options.address);
    console.desk().connection.connect(options.address);
  }
  loop.run();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"orbbench-console: watch, call, validate and soak a core"};
  Options options;
  app.set_version_flag("--version", "orbbench-console " ORBBENCH_VERSION);
  app.add_option("--core", options.address.core, "The core to connect to, as for orbbench validate")
      ->envname("ORB_CORE_URL");
  app.add_option("--metrics", options.address.metrics, "Its metrics page")
      ->envname("ORB_METRICS_URL");
  app.add_option("--settings", options.settings, "Where the console keeps what it remembers");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return error.get_exit_code() == 0 ? app.exit(error) : (app.exit(error), kExitUsage);
  }
  try {
    const Starter starter;
    yield_to_what_is_measured();
    return show(options);
  } catch (const std::exception& error) {
    std::cerr << "orbbench-console: " << error.what() << '\n';
    return kExitInvalid;
  }
}
