#include "orbbench/launcher/endpoints.hpp"

#include <nlohmann/json.hpp>

#include "plan.hpp"

namespace orbbench::launcher {

using nlohmann::json;

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CoreEndpoint, host, port, reference, corbaloc, metrics_port,
                                   metrics_url, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(PostgresEndpoint, host, port, database, user, password, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RedisEndpoint, host, port, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(DisplayEndpoint, display, authority, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SecurityEndpoint, host, port, url, metrics_port, metrics_url,
                                   admin_user, admin_password, jwt_key_file, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WidgetCoreEndpoint, name, host, port, url, metrics_port,
                                   metrics_url, pid)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(GatewayEndpoint, host, port, url, metrics_port, metrics_url,
                                   admin_socket, revocations_file, pid)

namespace {

using Environment = std::map<std::string, std::string>;

void add_stores(const Endpoints& endpoints, Environment& environment) {
  if (const auto& postgres = endpoints.postgres) {
    environment["POSTGRES_HOST"] = postgres->host;
    environment["POSTGRES_PORT"] = std::to_string(postgres->port);
    environment["POSTGRES_DB"] = postgres->database;
    environment["POSTGRES_USER"] = postgres->user;
    environment["POSTGRES_PASSWORD"] = postgres->password;
  }
  if (const auto& redis = endpoints.redis) {
    environment["REDIS_HOST"] = redis->host;
    environment["REDIS_PORT"] = std::to_string(redis->port);
  }
}

void add_services(const Endpoints& endpoints, Environment& environment) {
  if (const auto& security = endpoints.security) {
    environment["SECURITY_SERVICE_URL"] = security->url;
    environment["ORBBENCH_ADMIN_USER"] = security->admin_user;
    environment["ORBBENCH_ADMIN_PASSWORD"] = security->admin_password;
    environment["ORBBENCH_JWT_KEY_FILE"] = security->jwt_key_file;
  }
  if (!endpoints.widget_cores.empty()) {
    environment["WIDGET_CORE_URL"] = endpoints.widget_cores.front().url;
    environment["WIDGET_METRICS_URL"] = endpoints.widget_cores.front().metrics_url;
  }
  if (const auto& gateway = endpoints.gateway) {
    environment["API_GATEWAY_URL"] = gateway->url;
  }
}

template <typename Endpoint>
void write_member(json& result, const char* name, const std::optional<Endpoint>& endpoint) {
  if (endpoint) {
    result[name] = *endpoint;
  }
}

template <typename Endpoint>
void read_member(const json& given, const char* name, std::optional<Endpoint>& endpoint) {
  if (given.contains(name)) {
    endpoint = given[name].get<Endpoint>();
  }
}

}  // namespace

std::string PostgresEndpoint::connection_string() const {
  return "host=" + host + " port=" + std::to_string(port) + " dbname=" + database +
         " user=" + user + " password=" + password;
}

Environment environment_of(const Endpoints& endpoints) {
  Environment environment;
  if (const auto& core = endpoints.core) {
    environment["ORB_CORE_URL"] = core->corbaloc;
    environment["ORB_METRICS_URL"] = core->metrics_url;
  }
  add_stores(endpoints, environment);
  add_services(endpoints, environment);
  return environment;
}

json endpoints_to_json(const Endpoints& endpoints) {
  json result = json::object();
  write_member(result, "core", endpoints.core);
  write_member(result, "postgres", endpoints.postgres);
  write_member(result, "redis", endpoints.redis);
  write_member(result, "display", endpoints.display);
  write_member(result, "security", endpoints.security);
  write_member(result, "gateway", endpoints.gateway);
  if (!endpoints.widget_cores.empty()) {
    result["widget_cores"] = endpoints.widget_cores;
  }
  result["environment"] = environment_of(endpoints);
  return result;
}

Endpoints endpoints_from_json(const json& given) {
  Endpoints endpoints;
  read_member(given, "core", endpoints.core);
  read_member(given, "postgres", endpoints.postgres);
  read_member(given, "redis", endpoints.redis);
  read_member(given, "display", endpoints.display);
  read_member(given, "security", endpoints.security);
  read_member(given, "gateway", endpoints.gateway);
  endpoints.widget_cores = given.value("widget_cores", std::vector<WidgetCoreEndpoint>{});
  return endpoints;
}

std::string to_json(const Endpoints& endpoints) {
  return endpoints_to_json(endpoints).dump();
}

}  // namespace orbbench::launcher
