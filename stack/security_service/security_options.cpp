#include "security_options.hpp"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "orbbench/service/settings.hpp"
#include "tokens.hpp"

namespace orbbench::security {
namespace {

using service::environment_or;
using service::SettingProblems;

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h

/// The options as they are typed.
struct Given {
  std::string host = "127.0.0.1";
  std::int64_t port = 8082;
  std::int64_t metrics_port = 0;
  std::string jwt_key_file;
  std::int64_t access_token_seconds = 15 * 60;
  std::int64_t refresh_token_seconds = 24 * 60 * 60;
  std::string admin_user;
  std::string admin_password_file;
  bool open_registration = false;
  std::string gateway_socket;
  std::string revocations_file;
  std::int64_t argon2_passes = 2;
  std::int64_t argon2_memory_mib = 19;
  std::int64_t argon2_at_once = 4;
  std::string db_host = environment_or("POSTGRES_HOST", "localhost");
  std::string db_port = environment_or("POSTGRES_PORT", "5432");
  std::string db_name = environment_or("POSTGRES_DB", "microservices_test");
  std::string db_user = environment_or("POSTGRES_USER", "test_user");
  std::string db_password_file;
  std::int64_t db_connections = 10;
  std::int64_t db_waiters = 64;
  std::int64_t db_statement_timeout_ms = 4000;
};

void add_service_options(CLI::App& app, Given& given) {
  app.add_option("--host", given.host, "address to listen on")->capture_default_str();
  app.add_option("--port", given.port, "HTTP port, 0 for a free one")->capture_default_str();
  app.add_option("--metrics-port", given.metrics_port, "HTTP port of /metrics, 0 for a free one")
      ->capture_default_str();
  app.add_option("--jwt-key-file", given.jwt_key_file,
                 "the key that tokens are signed with: 32 octets or more, mode 0600")
      ->required();
  app.add_option("--access-token-seconds", given.access_token_seconds, "how long a token is valid")
      ->capture_default_str();
  app.add_option("--refresh-token-seconds", given.refresh_token_seconds,
                 "how long a session can be refreshed")
      ->capture_default_str();
  app.add_option("--admin-user", given.admin_user,
                 "an admin to be made where there is none so called");
  app.add_option("--admin-password-file", given.admin_password_file, "that admin's password");
  app.add_flag("--open-registration", given.open_registration,
               "let everybody give any role and tenant: for tests");
  app.add_option("--gateway-socket", given.gateway_socket, "HAProxy's runtime socket");
  app.add_option("--revocations-file", given.revocations_file,
                 "the list of revoked tokens that HAProxy reads when it starts");
  app.add_option("--argon2-passes", given.argon2_passes, "passes over the memory, a password")
      ->capture_default_str();
  app.add_option("--argon2-memory-mib", given.argon2_memory_mib, "memory, a password")
      ->capture_default_str();
  app.add_option("--argon2-at-once", given.argon2_at_once, "passwords being checked at once")
      ->capture_default_str();
}

void add_database_options(CLI::App& app, Given& given) {
  app.add_option("--db-host", given.db_host, "PostgreSQL's host")->capture_default_str();
  app.add_option("--db-port", given.db_port, "PostgreSQL's port")->capture_default_str();
  app.add_option("--db-name", given.db_name, "database")->capture_default_str();
  app.add_option("--db-user", given.db_user, "database user")->capture_default_str();
  app.add_option("--db-password-file", given.db_password_file,
                 "that user's password; POSTGRES_PASSWORD without it");
  app.add_option("--db-connections", given.db_connections, "connections at once")
      ->capture_default_str();
  app.add_option("--db-waiters", given.db_waiters, "requests that wait for one")
      ->capture_default_str();
  app.add_option("--db-statement-timeout-ms", given.db_statement_timeout_ms,
                 "how long a statement may take")
      ->capture_default_str();
}

void check_ranges(const Given& given, SettingProblems& problems) {
  problems.require_range("--port", given.port, 0, 65535);
  problems.require_range("--metrics-port", given.metrics_port, 0, 65535);
  problems.require_range("--access-token-seconds", given.access_token_seconds, 1, 86400);
  problems.require_range("--refresh-token-seconds", given.refresh_token_seconds, 1, 31536000);
  problems.require_range("--argon2-passes", given.argon2_passes, 1, 100);
  problems.require_range("--argon2-memory-mib", given.argon2_memory_mib, 8, 4096);
  problems.require_range("--argon2-at-once", given.argon2_at_once, 1, 64);
  problems.require_range("--db-connections", given.db_connections, 1, 100);
  problems.require_range("--db-waiters", given.db_waiters, 0, 10000);
  problems.require_range("--db-statement-timeout-ms", given.db_statement_timeout_ms, 1, 600000);
}

std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char letter : value) {
    text += letter == '\'' || letter == '\\' ? "\\" : "";
    text += letter;
  }
  return text + "'";
}

std::string connection_string(const Given& given, SettingProblems& problems) {
  const std::string password =
      given.db_password_file.empty()
          ? environment_or("POSTGRES_PASSWORD", "test_password")
          : service::read_secret("--db-password-file", given.db_password_file, problems);
  return "host=" + quoted(given.db_host) + " port=" + quoted(given.db_port) +
         " dbname=" + quoted(given.db_name) + " user=" + quoted(given.db_user) +
         " password=" + quoted(password) + " application_name=orbbench-security";
}

void read_secrets(const Given& given, SecurityOptions& options, SettingProblems& problems) {
  options.jwt_key = service::read_secret("--jwt-key-file", given.jwt_key_file, problems);
  if (!options.jwt_key.empty() && options.jwt_key.size() < Tokens::kLeastKeyOctets) {
    problems.add("--jwt-key-file: the key has " + std::to_string(options.jwt_key.size()) +
                 " octets: HS256 needs 32 or more");
  }
  if (given.admin_user.empty() != given.admin_password_file.empty()) {
    problems.add("--admin-user and --admin-password-file come together");
  } else if (!given.admin_user.empty()) {
    options.admin_user = given.admin_user;
    options.admin_password =
        service::read_secret("--admin-password-file", given.admin_password_file, problems);
  }
  options.database = connection_string(given, problems);
}

SecurityOptions to_options(const Given& given) {
  SettingProblems problems;
  check_ranges(given, problems);
  SecurityOptions options;
  read_secrets(given, options, problems);
  if (!given.gateway_socket.empty() && given.revocations_file.empty()) {
    problems.add("--gateway-socket needs --revocations-file: the list bears its name");
  }
  problems.throw_if_any();
  options.host = given.host;
  options.port = static_cast<std::uint16_t>(given.port);
  options.metrics_port = static_cast<std::uint16_t>(given.metrics_port);
  options.access_lifetime = std::chrono::seconds(given.access_token_seconds);
  options.refresh_lifetime = std::chrono::seconds(given.refresh_token_seconds);
  options.open_registration = given.open_registration;
  options.gateway_socket = given.gateway_socket;
  options.revocations_file = given.revocations_file;
  options.password_cost = {static_cast<unsigned long long>(given.argon2_passes),
                           static_cast<std::size_t>(given.argon2_memory_mib) * 1024 * 1024,
                           static_cast<std::size_t>(given.argon2_at_once)};
  options.database_limits.connections = static_cast<std::size_t>(given.db_connections);
  options.database_limits.waiters = static_cast<std::size_t>(given.db_waiters);
  options.database_limits.statement_timeout =
      std::chrono::milliseconds(given.db_statement_timeout_ms);
  return options;
}

void print_mistakes(const std::string& lines) {
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);) {
    std::cerr << "orbbench-security: " << line << '\n';
  }
}

}  // namespace

std::optional<int> read_options(int argc, char** argv, SecurityOptions& options) {
  CLI::App app("The security service of orbbench: users, sessions, tokens");
  app.set_version_flag("--version", ORBBENCH_VERSION);
  Given given;
  add_service_options(app, given);
  add_database_options(app, given);
  try {
    app.parse(argc, argv);
    options = to_options(given);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    print_mistakes(std::string(error.what()) + "; see orbbench-security --help");
    return kUsageError;
  } catch (const service::SettingsError& error) {
    print_mistakes(error.what());
    return kUsageError;
  }
  return std::nullopt;
}

}  // namespace orbbench::security
