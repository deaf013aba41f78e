#include <fcntl.h>
#include <sys/random.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <pqxx/pqxx>

#include "orbbench/database/migrations.hpp"
#include "orbbench/launcher/free_port.hpp"
#include "part.hpp"
#include "ports.hpp"
#include "programs.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAdministrator = "orbbench_admin";
constexpr const char* kDatabase = "microservices_test";
constexpr const char* kUser = "test_user";
constexpr const char* kPassword = "test_password";
constexpr const char* kHost = "127.0.0.1";
constexpr const char* kDigits = "0123456789abcdef";

fs::path require_programs() {
  const auto programs = find_postgres_programs();
  if (!programs) {
    throw StackError(kExitInvalid,
                     "PostgreSQL is not installed: apt-get install postgresql-15, or leave the "
                     "part postgres out");
  }
  return *programs;
}

void check(const StackOptions& options) {
  require_programs();
  require_free({{"PostgreSQL", "--postgres-port", options.ports.postgres}});
}

std::string make_password() {
  std::array<unsigned char, 24> octets{};
  checked(static_cast<int>(getrandom(octets.data(), octets.size(), 0)), "getrandom");
  std::string password;
  for (const unsigned char octet : octets) {
    password += kDigits[octet >> 4];
    password += kDigits[octet & 15];
  }
  return password;
}

/// A file, since a command line can be read by every user of the machine.
class PasswordFile {
 public:
  PasswordFile(const PartContext& context, const std::string& password)
      : path_(context.folder() / "password") {
    const FileDescriptor file(
        checked(open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600),
                "password"));
    const std::string line = password + "\n";
    checked(static_cast<int>(write(file.number(), line.data(), line.size())), "password");
    if (context.account()) {
      checked(fchown(file.number(), context.account()->uid, context.account()->gid), "password");
    }
  }
  ~PasswordFile() { unlink(path_.c_str()); }
  PasswordFile(const PasswordFile&) = delete;
  PasswordFile& operator=(const PasswordFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void make_cluster(const PartContext& context, const fs::path& programs,
                  const std::string& password) {
  const PasswordFile file(context, password);
  // Write-ahead log segments of 1 MiB: a cluster of 24 MB in place of 40.
  const auto initdb =
      context.spawn(programs / "initdb",
                    {"--pgdata=data", "--username", kAdministrator,
                     "--pwfile=" + file.path().string(), "--auth=scram-sha-256", "--encoding=UTF8",
                     "--locale=C", "--no-sync", "--no-instructions", "--wal-segsize=1"});
  context.await_success(*initdb);
}

std::vector<std::string> server_arguments(const PartContext& context, std::uint16_t port) {
  std::vector<std::string> arguments{"-D", "data"};
  for (const std::string& setting : {
           std::string("listen_addresses=") + kHost,
           "port=" + std::to_string(port),
           "unix_socket_directories=" + context.folder().string(),
           std::string("unix_socket_permissions=0700"),
           // A cluster that lives no longer than its processes need not survive a power cut.
           std::string("fsync=off"),
           std::string("synchronous_commit=off"),
           std::string("full_page_writes=off"),
           std::string("wal_level=minimal"),
           std::string("max_wal_senders=0"),
           std::string("min_wal_size=2MB"),
           std::string("shared_buffers=16MB"),
           std::string("max_connections=100"),
           // In the data folder, so that it goes with the folder after a kill.
           std::string("dynamic_shared_memory_type=mmap"),
           std::string("jit=off"),
           std::string("timezone=UTC"),
           std::string("log_timezone=UTC"),
           std::string("logging_collector=off"),
       }) {
    arguments.insert(arguments.end(), {"-c", setting});
  }
  return arguments;
}

std::string administrator_connection(const PartContext& context, std::uint16_t port,
                                     const std::string& password) {
  return "host='" + context.folder().string() + "' port=" + std::to_string(port) +
         " dbname=postgres user=" + kAdministrator + " password=" + password + " connect_timeout=2";
}

bool answers(const std::string& connection_string) try {
  pqxx::connection connection(connection_string);
  pqxx::nontransaction(connection).exec("SELECT 1");
  return true;
} catch (const pqxx::broken_connection&) {
  return false;  // not listening yet, or "the database system is starting up"
}

std::uint16_t start_server(const PartContext& context, const fs::path& programs,
                           const std::string& password) {
  const std::uint16_t wanted = context.options().ports.postgres;
  for (int attempt = 1;; ++attempt) {
    const std::uint16_t port = wanted != 0 ? wanted : find_free_port();
    const auto server = context.spawn(programs / "postgres", server_arguments(context, port));
    try {
      const std::string connection = administrator_connection(context, port, password);
      context.await_ready(*server, [&] { return answers(connection); });
      return port;
    } catch (const PartFailure&) {
      if (wanted != 0 || attempt == kPortAttempts || !says_port_taken(context.log())) {
        throw;
      }
    }
  }
}

void make_database(const std::string& connection_string) {
  pqxx::connection connection(connection_string);
  pqxx::nontransaction session(connection);
  session.exec(std::string("CREATE ROLE ") + kUser + " LOGIN PASSWORD " + session.quote(kPassword));
  session.exec(std::string("CREATE DATABASE ") + kDatabase + " OWNER " + kUser);
}

void query_as_user(const PostgresEndpoint& endpoint) {
  pqxx::connection connection(endpoint.connection_string() + " connect_timeout=2");
  pqxx::nontransaction(connection).exec("SELECT count(*) FROM widgets");
}

PostgresEndpoint bring_up(const PartContext& context) {
  const fs::path programs = require_programs();
  const std::string password = make_password();
  make_cluster(context, programs, password);
  const std::uint16_t port = start_server(context, programs, password);
  make_database(administrator_connection(context, port, password));
  PostgresEndpoint endpoint{kHost, port, kDatabase, kUser, kPassword};
  database::apply_migrations(endpoint.connection_string());
  query_as_user(endpoint);
  return endpoint;
}

Publication start(PartContext& context) try {
  const PostgresEndpoint endpoint = bring_up(context);
  return [endpoint](Endpoints& endpoints) { endpoints.postgres = endpoint; };
} catch (const pqxx::failure& error) {
  const std::string text = error.what();
  throw PartFailure("does not serve: " + text.substr(0, text.find('\n')));
} catch (const database::MigrationError& error) {
  throw PartFailure(error.what());
}

}  // namespace

Part postgres_part() {
  // SIGINT is PostgreSQL's fast shutdown; SIGTERM would wait for its clients to go.
  return {"postgres", {}, SIGINT, check, start};
}

}  // namespace orbbench::launcher
