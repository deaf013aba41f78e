#include <sodium.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <nlohmann/json.hpp>

#include "core_metrics.hpp"
#include "core_options.hpp"
#include "core_server.hpp"
#include "orbbench/metrics/endpoint.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::orb_core;

constexpr int kCannotServe = 3;

// To be blocked before the first thread starts, so that only the main thread takes them.
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

void announce_ready(CoreServer& server, const metrics::MetricsEndpoint& endpoint) {
  const nlohmann::json facts{{"iiop_port", server.state().iiop_port},
                             {"metrics_port", endpoint.port()},
                             {"reference", server.reference()},
                             {"stock_references", server.stock_references()}};
  std::cout << "READY " << facts.dump() << std::endl;
}

void wait_for_stop(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

int serve(const CoreOptions& options) {
  const sigset_t stop_signals = block_stop_signals();
  CoreServer server(options);
  const metrics::MetricsEndpoint endpoint(options.listen, options.metrics_port,
                                          [&] { return collect_metrics(server.state()); });
  announce_ready(server, endpoint);
  wait_for_stop(stop_signals);
  server.stop();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CoreOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  if (sodium_init() < 0) {
    std::cerr << "orbbench-core: libsodium finds no source of randomness\n";
    return kCannotServe;
  }
  try {
    return serve(options);
  } catch (const std::exception& error) {
    std::cerr << "orbbench-core: " << error.what() << '\n';
    return kCannotServe;
  }
}
