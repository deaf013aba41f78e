#include <cstdlib>

#include "core_metrics.hpp"
#include "core_options.hpp"
#include "core_server.hpp"
#include "memory/locked_memory.hpp"
#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/process/server_process.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::orb_core;

void announce_ready(CoreServer& server, const metrics::MetricsEndpoint& endpoint) {
  process::announce_ready({{"iiop_port", server.state().iiop_port},
                           {"metrics_port", endpoint.port()},
                           {"reference", server.reference()},
                           {"stock_references", server.stock_references()}});
}

// The metrics page tells where it was not to be had and not required.
void protect_memory(const CoreOptions& options) {
  wipe_with(options.wipe_with);
  const auto problem = lock_memory();
  if (problem && options.require_locked_memory) {
    throw StartError("memory cannot be locked: " + *problem);
  }
}

int serve(const CoreOptions& options) {
  protect_memory(options);
  const process::StopSignals stop_signals;
  CoreServer server(options);
  const metrics::MetricsEndpoint endpoint(options.listen, options.metrics_port,
                                          [&] { return collect_metrics(server.state()); });
  announce_ready(server, endpoint);
  stop_signals.wait();
  server.stop();
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  CoreOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  return process::run_server("orbbench-core", [&options] { return serve(options); });
}
