#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace orbbench::launcher {

struct CoreEndpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string reference;  ///< IOR of the core's root
  std::string corbaloc;
  std::string metrics_url;
  int pid = 0;
  bool operator==(const CoreEndpoint&) const = default;
};

struct PostgresEndpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string database;
  std::string user;
  std::string password;
  bool operator==(const PostgresEndpoint&) const = default;

  /// As libpq takes it.
  std::string connection_string() const;
};

struct RedisEndpoint {
  std::string host;
  std::uint16_t port = 0;
  bool operator==(const RedisEndpoint&) const = default;
};

/// How the parts of a stack are reached; empty for a part that it does not have.
struct Endpoints {
  std::optional<CoreEndpoint> core;
  std::optional<PostgresEndpoint> postgres;
  std::optional<RedisEndpoint> redis;
  bool operator==(const Endpoints&) const = default;
};

/// The environment variables by which clients are pointed at these endpoints.
std::map<std::string, std::string> environment_of(const Endpoints& endpoints);

/// One JSON object on one line: a member a part, and "environment".
std::string to_json(const Endpoints& endpoints);

}  // namespace orbbench::launcher
