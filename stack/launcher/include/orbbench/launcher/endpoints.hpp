#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace orbbench::launcher {

struct CoreEndpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string reference;  ///< IOR of the core's root
  std::string corbaloc;
  std::uint16_t metrics_port = 0;
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
  int pid = 0;
  bool operator==(const PostgresEndpoint&) const = default;

  /// As libpq takes it.
  std::string connection_string() const;
};

struct RedisEndpoint {
  std::string host;
  std::uint16_t port = 0;
  int pid = 0;
  bool operator==(const RedisEndpoint&) const = default;
};

/// The X server that widgets are drawn on.
struct DisplayEndpoint {
  std::string display;    ///< ":99", for DISPLAY
  std::string authority;  ///< file with its cookie, for XAUTHORITY
  int pid = 0;
  bool operator==(const DisplayEndpoint&) const = default;
};

struct SecurityEndpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string url;
  std::uint16_t metrics_port = 0;
  std::string metrics_url;
  std::string admin_user;
  std::string admin_password;
  std::string jwt_key_file;  ///< the key that tokens are signed with, as text
  int pid = 0;
  bool operator==(const SecurityEndpoint&) const = default;
};

struct WidgetCoreEndpoint {
  std::string name;  ///< of the instance: "widget-core-1"
  std::string host;
  std::uint16_t port = 0;
  std::string url;
  std::uint16_t metrics_port = 0;
  std::string metrics_url;
  int pid = 0;
  bool operator==(const WidgetCoreEndpoint&) const = default;
};

struct GatewayEndpoint {
  std::string host;
  std::uint16_t port = 0;
  std::string url;
  std::uint16_t metrics_port = 0;
  std::string metrics_url;
  std::string admin_socket;  ///< HAProxy's runtime socket
  std::string revocations_file;
  int pid = 0;
  bool operator==(const GatewayEndpoint&) const = default;
};

/// How the parts of a stack are reached; empty for a part that it does not have.
struct Endpoints {
  std::optional<CoreEndpoint> core;
  std::optional<PostgresEndpoint> postgres;
  std::optional<RedisEndpoint> redis;
  std::optional<DisplayEndpoint> display;
  std::optional<SecurityEndpoint> security;
  std::vector<WidgetCoreEndpoint> widget_cores;  ///< by name
  std::optional<GatewayEndpoint> gateway;
  bool operator==(const Endpoints&) const = default;
};

/// The environment variables by which clients are pointed at these endpoints.
std::map<std::string, std::string> environment_of(const Endpoints& endpoints);

/// One JSON object on one line: a member a part, and "environment".
std::string to_json(const Endpoints& endpoints);

}  // namespace orbbench::launcher
