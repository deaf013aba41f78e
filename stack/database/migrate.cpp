#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "orbbench/database/migrations.hpp"
#include "orbbench/service/settings.hpp"

namespace {

using namespace orbbench;
using service::environment_or;

constexpr int kUsageError = 64;  // EX_USAGE of sysexits.h
constexpr int kInvalid = 3;

/// Which database, and as whom.
struct Given {
  std::string host = environment_or("POSTGRES_HOST", "localhost");
  std::string port = environment_or("POSTGRES_PORT", "5432");
  std::string name = environment_or("POSTGRES_DB", "microservices_test");
  std::string user = environment_or("POSTGRES_USER", "test_user");
  std::string password_file;
};

void declare(CLI::App& app, Given& given) {
  app.set_version_flag("--version", ORBBENCH_VERSION);
  app.add_option("--db-host", given.host, "PostgreSQL host [POSTGRES_HOST]");
  app.add_option("--db-port", given.port, "PostgreSQL port [POSTGRES_PORT]");
  app.add_option("--db-name", given.name, "database [POSTGRES_DB]");
  app.add_option("--db-user", given.user, "its user [POSTGRES_USER]");
  app.add_option("--db-password-file", given.password_file,
                 "file of mode 0600 with the password; otherwise POSTGRES_PASSWORD counts");
}

// As libpq reads it.
std::string quoted(const std::string& value) {
  std::string text = "'";
  for (const char letter : value) {
    text += letter == '\'' || letter == '\\' ? "\\" : "";
    text += letter;
  }
  return text + "'";
}

std::string connection_string(const Given& given) {
  service::SettingProblems problems;
  const std::string password =
      given.password_file.empty()
          ? environment_or("POSTGRES_PASSWORD", "test_password")
          : service::read_secret("--db-password-file", given.password_file, problems);
  problems.throw_if_any();
  return "host=" + quoted(given.host) + " port=" + quoted(given.port) +
         " dbname=" + quoted(given.name) + " user=" + quoted(given.user) +
         " password=" + quoted(password) + " connect_timeout=5 application_name=orbbench-migrate";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Brings the database of the widget stack up to date");
  Given given;
  declare(app, given);
  try {
    app.parse(argc, argv);
    const std::size_t applied = database::apply_migrations(connection_string(given));
    std::cout << "applied " << applied << " of " << database::embedded_migrations().size()
              << " migrations; the others were there\n";
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    std::cerr << "orbbench-migrate: " << error.what() << "; see orbbench-migrate --help\n";
    return kUsageError;
  } catch (const service::SettingsError& error) {
    std::cerr << error.what() << '\n';
    return kUsageError;
  } catch (const database::MigrationError& error) {
    std::cerr << "orbbench-migrate: " << error.what() << '\n';
    return kInvalid;
  }
  return EXIT_SUCCESS;
}
