#include <chrono>
#include <cstdlib>

#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/process/server_process.hpp"
#include "orbbench/service/http_server.hpp"
#include "orbbench/service/log.hpp"
#include "routes.hpp"
#include "security_options.hpp"
#include "upkeep.hpp"

namespace {

using namespace orbbench;
using namespace orbbench::security;

constexpr std::chrono::milliseconds kDatabasePatience{300};

void declare_metrics(service::ServiceMetrics& metrics, service::DatabasePool& database) {
  metrics.declare_counter(kAuthenticationFailures, "Logins, tokens and keys that were refused");
  metrics.declare_gauge("database_pool_connections", "Connections to the database", [&database] {
    const auto state = database.state();
    return std::vector<std::pair<service::ServiceMetrics::Labels, double>>{
        {{{"state", "idle"}}, static_cast<double>(state.idle)},
        {{{"state", "leased"}}, static_cast<double>(state.leased)},
        {{{"state", "waiting"}}, static_cast<double>(state.waiting)}};
  });
  metrics.declare_gauge("dependency_up", "1 where what the service needs answers it", [&database] {
    const bool up = database.answers(orb_client::Deadline::after(kDatabasePatience));
    return std::vector<std::pair<service::ServiceMetrics::Labels, double>>{
        {{{"dependency", "database"}}, up ? 1.0 : 0.0}};
  });
}

int serve(const SecurityOptions& options) {
  const process::StopSignals stop_signals;
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
  process::announce_ready({{"port", server.port()}, {"metrics_port", endpoint.port()}});
  stop_signals.wait();
  // Requests may have longer than who ends the service has.
  process::stop_in_time([&] { server.stop(); },
                        [] { service::log(service::LogLevel::Warning, "requests_cut_off"); });
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  SecurityOptions options;
  if (const auto exit_code = read_options(argc, argv, options)) {
    return *exit_code;
  }
  return process::run_server("orbbench-security", [&options] { return serve(options); });
}
