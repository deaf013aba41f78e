#include <CLI/CLI.hpp>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "frame/frame.hpp"
#include "log/log_panel.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
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

int show(const Options& options) {
  widget_bridge::WxEventLoop loop;
  LogBook log;
  Settings settings(options.settings);
  orb_client::OrbRuntime runtime;
  widget_bridge::ThreadWorker worker(
      loop, [&log](const std::string& line) { log.write(LogLevel::Error, "worker", line); });
  Connection connection(runtime, worker, log);
  Desk desk{loop, connection, log, settings};
  auto* frame = new Frame(desk, [&loop] { loop.stop(); });
  frame->add(*new LogPanel(frame->pages(), desk));
  frame->Show();
  if (!options.address.core.empty()) {
    connection.connect(options.address);
  }
  loop.run();
  frame->Destroy();
  settings.save();
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
    return show(options);
  } catch (const std::exception& error) {
    std::cerr << "orbbench-console: " << error.what() << '\n';
    return kExitInvalid;
  }
}
