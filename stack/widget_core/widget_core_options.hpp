#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/core_link.hpp"
#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/http_server.hpp"
#include "orbbench/service/redis_pool.hpp"
#include "work/recovery.hpp"

namespace orbbench::widget_core {

/// How the service was asked to run; checked.
struct WidgetCoreOptions {
  service::ServerOptions server;
  std::uint16_t metrics_port = 9090;
  std::string instance = "widget-core";
  CoreLinkOptions core;
  std::chrono::milliseconds call_timeout{1500};
  std::string database;  ///< a libpq connection string, the password in it
  service::DatabaseLimits database_limits;
  std::string redis_host;
  std::uint16_t redis_port = 0;
  service::RedisLimits redis_limits;
  std::chrono::seconds cache_ttl{300};
  std::size_t controls = 4096;
  RecoveryOptions recovery;
};

/// Reads the command line and the environment; prints help, version or a line for each mistake
/// itself. The exit code when the process is to end at once, nothing otherwise.
std::optional<int> read_options(int argc, char** argv, WidgetCoreOptions& options);

}  // namespace orbbench::widget_core
