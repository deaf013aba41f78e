#include <pthread.h>
#include <sodium.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>

#include "orbbench/service/log.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"
#include "widget_core_options.hpp"
#include "widget_core_service.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::widget_core;

constexpr int kCannotServe = 3;
constexpr std::chrono::seconds kLongestEnd{5};

// To be blocked before the first thread starts, so that only the one that waits takes them.
sigset_t block_stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

void announce_ready(const WidgetCoreService& service) {
  const nlohmann::json facts{{"port", service.port()}, {"metrics_port", service.metrics_port()}};
  std::cout << "READY " << facts.dump() << std::endl;
}

// A request may have 30 s; who ends the service has not. What is cut off is put right at the next
// start.
void stop_in_time(WidgetCoreService& service) {
  auto stopped = std::async(std::launch::async, [&service] { service.stop(); });
  if (stopped.wait_for(kLongestEnd) == std::future_status::timeout) {
    service::log(service::LogLevel::Warning, "requests_cut_off");
    std::_Exit(EXIT_SUCCESS);
  }
  stopped.get();
}

int serve(const WidgetCoreOptions& options) {
  const sigset_t stop_signals = block_stop_signals();
  service::open_log("widget-core");
  service::ServiceMetrics metrics("widget-core");
  metrics.declare_duration("wxwidgets_event_loop_duration_seconds",
                           "What the tasks of the controls' thread took");
  widget_bridge::WxEventLoop loop([&metrics](std::chrono::steady_clock::duration elapsed) {
    metrics.observe_duration("wxwidgets_event_loop_duration_seconds", elapsed);
  });
  widget_bridge::ControlStage stage(options.controls);
  WidgetCoreService service(options, metrics, loop, stage);
  announce_ready(service);
  const std::jthread stopper([&] {
    int signal = 0;
    sigwait(&stop_signals, &signal);
    stop_in_time(service);
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
  if (sodium_init() < 0) {
    std::cerr << "orbbench-widget-core: libsodium finds no source of randomness\n";
    return kCannotServe;
  }
  try {
    return serve(options);
  } catch (const std::exception& error) {
    std::cerr << "orbbench-widget-core: " << error.what() << '\n';
    return kCannotServe;
  }
}
