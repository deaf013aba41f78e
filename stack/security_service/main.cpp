#include <pthread.h>
#include <sodium.h>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>
#include <nlohmann/json.hpp>

#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/service/http_server.hpp"
#include "orbbench/service/log.hpp"
#include "routes.hpp"
#include "security_options.hpp"
#include "upkeep.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::security;

constexpr int kCannotServe = 3;
constexpr std::chrono::seconds kLongestEnd{5};

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

void declare_metrics(service::ServiceMetrics& metrics, service::DatabasePool& database) {
  metrics.declare_counter(kAuthenticationFailures, "Logins, tokens and keys that were refused");
  metrics.declare_gauge("database_pool_connections", "Connections to the database", [&database] {
    const auto state = database.state();
    return std::vector<std::pair<service::ServiceMetrics::Labels, double>>{
        {{{"state", "idle"}}, static_cast<double>(state.idle)},
        {{{"state", "leased"}}, static_cast<double>(state.leased)}};
  });
}

void wait_for_stop(const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
}

// Requests may have longer than who ends the service has.
void stop_in_time(service::HttpServer& server) {
  auto stopped = std::async(std::launch::async, [&server] { server.stop(); });
  if (stopped.wait_for(kLongestEnd) == std::future_status::timeout) {
    service::log(service::LogLevel::Warning, "requests_cut_off");
    std::_Exit(EXIT_SUCCESS);
  }
}

int serve(const SecurityOptions& options) {
  const sigset_t stop_signals = block_stop_signals();
  service::open_log("security");
  service::ServiceMetrics metrics("security");
  service::DatabasePool database(options.database, options.database_limits);
  Passwords passwords(options.password_cost);
  const Tokens tokens(options.jwt_key);
  Revocations revocations(options.gateway_socket, options.revocations_file);
  Workshop workshop{database,
                    passwords,
                    tokens,
                    revocations,
                    metrics,
                    options.access_lifetime,
                    options.refresh_lifetime,
                    options.open_registration};
  declare_metrics(metrics, database);

  service::ServerOptions where;
  where.host = options.host;
  where.port = options.port;
  service::HttpServer server(where, metrics);
  route_sessions(server, workshop);
  route_users(server, workshop);
  route_api_keys(server, workshop);
  route_health(server, workshop);

  const Upkeep upkeep(workshop, options.admin_user, options.admin_password);
  const metrics::MetricsEndpoint endpoint(options.host, options.metrics_port,
                                          [&metrics] { return metrics.collect(); });
  server.start();
  const nlohmann::json facts{{"port", server.port()}, {"metrics_port", endpoint.port()}};
  std::cout << "READY " << facts.dump() << std::endl;
  wait_for_stop(stop_signals);
  stop_in_time(server);
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  SecurityOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  if (sodium_init() < 0) {
    std::cerr << "orbbench-security: libsodium finds no source of randomness\n";
    return kCannotServe;
  }
  try {
    return serve(options);
  } catch (const std::exception& error) {
    std::cerr << "orbbench-security: " << error.what() << '\n';
    return kCannotServe;
  }
}
