#include <unistd.h>

#include <pqxx/pqxx>

#include "announcement.hpp"
#include "orbbench/database/migrations.hpp"
#include "orbbench/launcher/free_port.hpp"
#include "part.hpp"
#include "port_attempts.hpp"
#include "ports.hpp"
#include "programs.hpp"
#include "secret_file.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAdministrator = "orbbench_admin";
constexpr const char* kDatabase = "microservices_test";
constexpr const char* kUser = "test_user";
constexpr const char* kPassword = "test_password";
constexpr const char* kHost = "127.0.0.1";

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

/// Gone as soon as it has been used.
class PasswordFile {
 public:
  PasswordFile(const PartContext& context, const std::string& password)
      : path_(context.folder() / "password") {
    write_secret(path_, password, context.account());
  }
  ~PasswordFile() { unlink(path_.c_str()); }
  PasswordFile(const PasswordFile&) = delete;
  PasswordFile& operator=(const PasswordFile&) = delete;

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void make_cluster(PartContext& context, const fs::path& programs, const std::string& password) {
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
           // A cluster that goes with its keeper need not survive a power cut. It must survive
           // kill -9 of its server, hence what is acknowledged has been written, if not synced.
           std::string("fsync=off"),
           std::string("synchronous_commit=on"),
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

struct Server {
  std::uint16_t port = 0;
  pid_t pid = 0;
};

Server start_server(PartContext& context, std::uint16_t port,
                    const std::function<std::string(std::uint16_t)>& connection_to) {
  const auto server =
      context.spawn(require_programs() / "postgres", server_arguments(context, port));
  context.await_ready(*server, [&] { return answers(connection_to(port)); });
  return {port, server->pid()};
}

Server start_first_server(PartContext& context, const std::string& password) {
  const std::uint16_t wanted = context.options().ports.postgres;
  const auto choice = wanted == 0 ? PortChoice::Free : PortChoice::Fixed;
  return start_on_ports(context, choice, [&] {
    return start_server(context, wanted != 0 ? wanted : find_free_port(), [&](std::uint16_t port) {
      return administrator_connection(context, port, password);
    });
  });
}

/// After a kill -9 the server's children live on for a moment, and hold its shared memory.
bool says_memory_in_use(const PartContext& context) {
  return find_line(context,
                   [](const std::string& line) {
                     return line.find("pre-existing shared memory block") != std::string::npos;
                   })
      .has_value();
}

Server start_server_again(PartContext& context, const PostgresEndpoint& former) {
  constexpr int kMostAttempts = 200;  // of some 20 ms each
  for (int attempt = 1;; ++attempt) {
    try {
      return start_server(context, former.port, [&](std::uint16_t) {
        return former.connection_string() + " connect_timeout=2";
      });
    } catch (const PartFailure&) {
      if (attempt == kMostAttempts || !says_memory_in_use(context)) {
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

PostgresEndpoint bring_up(PartContext& context) {
  if (auto former = context.endpoints().postgres) {
    former->pid = start_server_again(context, *former).pid;
    return *former;
  }
  const std::string password = make_secret(24);
  make_cluster(context, require_programs(), password);
  const Server server = start_first_server(context, password);
  make_database(administrator_connection(context, server.port, password));
  PostgresEndpoint endpoint{kHost, server.port, kDatabase, kUser, kPassword, server.pid};
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
  return {"postgres", "postgres", {}, SIGINT, check, start};
}

}  // namespace orbbench::launcher
