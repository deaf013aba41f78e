#include <chrono>
#include <cstdlib>
#include <thread>

#include "orbbench/process/server_process.hpp"
#include "orbbench/service/log.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"
#include "widget_core_options.hpp"
#include "widget_core_service.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::widget_core;

int serve(const WidgetCoreOptions& options) {
  const process::StopSignals stop_signals;
  service::open_log("widget-core");
  service::ServiceMetrics metrics("widget-core");
  metrics.declare_duration("wxwidgets_event_loop_duration_seconds",
                           "What the tasks of the controls' thread took");
  widget_bridge::WxEventLoop loop([&metrics](std::chrono::steady_clock::duration elapsed) {
    metrics.observe_duration("wxwidgets_event_loop_duration_seconds", elapsed);
  });
  widget_bridge::ControlStage stage(options.controls);
  WidgetCoreService service(options, metrics, loop, stage);
  process::announce_ready({{"port", service.port()}, {"metrics_port", service.metrics_port()}});
  const std::jthread stopper([&] {
    stop_signals.wait();
    // A request may have 30 s; who ends the service has not. What is cut off is put right at the
    // next start.
    process::stop_in_time([&] { service.stop(); },
                          [] { service::log(service::LogLevel::Warning, "requests_cut_off"); });
    loop.stop();
  });
  loop.run();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  WidgetCoreOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  return process::run_server("orbbench-widget-core", [&options] { return serve(options); });
}
