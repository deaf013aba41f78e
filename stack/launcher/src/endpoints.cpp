#include "orbbench/launcher/endpoints.hpp"

#include <nlohmann/json.hpp>

#include "plan.hpp"

namespace orbbench::launcher {

using nlohmann::json;

std::string PostgresEndpoint::connection_string() const {
  return "host=" + host + " port=" + std::to_string(port) + " dbname=" + database +
         " user=" + user + " password=" + password;
}

std::map<std::string, std::string> environment_of(const Endpoints& endpoints) {
  std::map<std::string, std::string> environment;
  if (const auto& core = endpoints.core) {
    environment["ORB_CORE_URL"] = core->corbaloc;
    environment["ORB_METRICS_URL"] = core->metrics_url;
  }
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
  return environment;
}

json endpoints_to_json(const Endpoints& endpoints) {
  json result = json::object();
  if (const auto& core = endpoints.core) {
    result["core"] = {
        {"host", core->host},         {"port", core->port}, {"reference", core->reference},
        {"corbaloc", core->corbaloc}, {"pid", core->pid},   {"metrics_url", core->metrics_url}};
  }
  if (const auto& postgres = endpoints.postgres) {
    result["postgres"] = {{"host", postgres->host},
                          {"port", postgres->port},
                          {"database", postgres->database},
                          {"user", postgres->user},
                          {"password", postgres->password}};
  }
  if (const auto& redis = endpoints.redis) {
    result["redis"] = {{"host", redis->host}, {"port", redis->port}};
  }
  result["environment"] = environment_of(endpoints);
  return result;
}

Endpoints endpoints_from_json(const json& given) {
  Endpoints endpoints;
  if (given.contains("core")) {
    const json& core = given["core"];
    endpoints.core = {core.at("host"),     core.at("port"),        core.at("reference"),
                      core.at("corbaloc"), core.at("metrics_url"), core.at("pid")};
  }
  if (given.contains("postgres")) {
    const json& postgres = given["postgres"];
    endpoints.postgres = {postgres.at("host"), postgres.at("port"), postgres.at("database"),
                          postgres.at("user"), postgres.at("password")};
  }
  if (given.contains("redis")) {
    endpoints.redis = {given["redis"].at("host"), given["redis"].at("port")};
  }
  return endpoints;
}

std::string to_json(const Endpoints& endpoints) {
  return endpoints_to_json(endpoints).dump();
}

}  // namespace orbbench::launcher
