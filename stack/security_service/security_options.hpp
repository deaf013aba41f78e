#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "orbbench/service/database_pool.hpp"
#include "passwords.hpp"

namespace orbbench::security {

/// How the service was asked to run.
struct SecurityOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8082;  ///< 0 takes a free one
  std::uint16_t metrics_port = 0;
  std::string jwt_key;
  std::chrono::seconds access_lifetime{15 * 60};
  std::chrono::seconds refresh_lifetime{24 * 60 * 60};
  std::string admin_user;  ///< empty: none is made
  std::string admin_password;
  bool open_registration = false;
  std::filesystem::path gateway_socket;
  std::filesystem::path revocations_file;
  PasswordCost password_cost;
  std::string database;  ///< as libpq takes it
  service::DatabaseLimits database_limits;
};

/// Reads command line and environment; prints help, version, or a line for each mistake itself. The
/// exit code when the process is to end at once, nothing otherwise.
std::optional<int> read_options(int argc, char** argv, SecurityOptions& options);

}  // namespace orbbench::security
