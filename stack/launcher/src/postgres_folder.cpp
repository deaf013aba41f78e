#include "postgres_folder.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "orbbench/launcher/stack_error.hpp"
#include "orbbench/process/file_descriptor.hpp"
#include "programs.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUser = "orbbench";
constexpr std::uintmax_t kMostLogOctets = std::uintmax_t{1} << 20U;

void make_folder(const fs::path& path, mode_t mode, const std::optional<Account>& owner) {
  if (mkdir(path.c_str(), mode) != 0 && errno != EEXIST) {
    throw StackError(kExitUsage, "cannot make the folder " + path.string() + ": " + errno_text());
  }
  // A link, or a folder of somebody else's, would give that one the results.
  const process::FileDescriptor folder(
      checked(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), path.c_str()));
  struct stat facts {};
  checked(fstat(folder.number(), &facts), path.c_str());
  if (facts.st_uid != geteuid() && !(owner && facts.st_uid == owner->uid)) {
    throw StackError(kExitUsage, path.string() + " belongs to another user");
  }
  checked(fchmod(folder.number(), mode), path.c_str());
  if (owner) {
    checked(fchown(folder.number(), owner->uid, owner->gid), path.c_str());
  }
}

void require_usable(const fs::path& home, const std::optional<Account>& account) {
  if (account && !can_traverse(*account, home)) {
    throw StackError(kExitUsage, "the results server runs as user " + account->name +
                                     ", who cannot enter " + home.string() +
                                     ": set XDG_DATA_HOME to a folder that is open to that user, "
                                     "or ORBBENCH_RESULTS_URL to a server");
  }
  if ((home / ".s.PGSQL.5432.lock").string().size() >= sizeof(sockaddr_un::sun_path)) {
    throw StackError(kExitUsage, home.string() +
                                     " is too long a path for PostgreSQL's socket: set "
                                     "XDG_DATA_HOME to a shorter one, or ORBBENCH_RESULTS_URL to "
                                     "a server");
  }
}

/// Those that made the cluster, where they are still there: another version cannot read it.
fs::path require_programs(const fs::path& cluster) {
  std::ifstream file(cluster / "PG_VERSION");
  std::string version;
  fs::path former =
      file >> version ? fs::path("/usr/lib/postgresql") / version / "bin" : fs::path();
  if (!former.empty() && fs::exists(former / "postgres")) {
    return former;
  }
  const auto programs = find_postgres_programs();
  if (!programs) {
    throw StackError(kExitInvalid,
                     "PostgreSQL is not installed: apt-get install postgresql-15, or set "
                     "ORBBENCH_RESULTS_URL to a server");
  }
  return *programs;
}

}  // namespace

PostgresFolder::PostgresFolder(const fs::path& folder)
    : folder_(fs::absolute(folder).lexically_normal()),
      home_(folder_ / "server"),
      account_(find_parts_account()) {
  std::error_code exists;  // make_folder says what is wrong
  fs::create_directories(folder_.parent_path(), exists);
  make_folder(folder_, account_ ? 0711 : 0700, std::nullopt);
  make_folder(home_, 0700, account_);
  require_usable(home_, account_);
}

std::string PostgresFolder::connection_string() const {
  std::string host;
  for (const char letter : home_.string()) {
    if (letter == '\'' || letter == '\\') {
      host += '\\';
    }
    host += letter;
  }
  return "host='" + host + "' port=5432 dbname=postgres user=" + kUser +
         " sslmode=disable gssencmode=disable connect_timeout=5";
}

bool PostgresFolder::has_cluster() const {
  return fs::exists(data() / "PG_VERSION");
}

ProcessSpec PostgresFolder::spec(const std::string& program,
                                 std::vector<std::string> arguments) const {
  ProcessSpec spec;
  spec.program = require_programs(data()) / program;
  spec.arguments = std::move(arguments);
  spec.environment = {"LANG=C.UTF-8", "HOME=" + home_.string()};
  for (const char* name : {"PATH", "LD_LIBRARY_PATH"}) {
    if (const char* value = std::getenv(name)) {
      spec.environment.push_back(std::string(name) + "=" + value);
    }
  }
  spec.working_folder = home_;
  spec.log = log();
  spec.account = account_;
  return spec;
}

ProcessSpec PostgresFolder::initdb() const {
  fs::remove_all(unfinished());
  return spec("initdb", {"--pgdata=unfinished", std::string("--username=") + kUser, "--auth=trust",
                         "--encoding=UTF8", "--locale=C", "--no-instructions", "--wal-segsize=1"});
}

void PostgresFolder::adopt_cluster() const {
  fs::rename(unfinished(), data());
}

ProcessSpec PostgresFolder::server() const {
  std::error_code absent;
  if (fs::file_size(log(), absent) > kMostLogOctets && !absent) {
    fs::rename(log(), home_ / "server.log.1");
  }
  std::vector<std::string> arguments{"-D", "data"};
  for (const std::string& setting : {
           std::string("listen_addresses="),
           std::string("port=5432"),  // the socket's name
           "unix_socket_directories=" + home_.string(),
           std::string("unix_socket_permissions=0700"),
           std::string("shared_buffers=16MB"),
           std::string("min_wal_size=2MB"),
           std::string("max_connections=100"),
           std::string("dynamic_shared_memory_type=mmap"),
           std::string("jit=off"),
           std::string("timezone=UTC"),
           std::string("log_timezone=UTC"),
           std::string("logging_collector=off"),
       }) {
    arguments.insert(arguments.end(), {"-c", setting});
  }
  ProcessSpec server = spec("postgres", arguments);
  server.lifetime = Lifetime::Own;
  return server;
}

std::optional<pid_t> PostgresFolder::server_pid() const {
  std::ifstream file(data() / "postmaster.pid");
  pid_t pid = 0;
  std::error_code gone;
  // The number may have passed on to another process.
  if (file >> pid && fs::equivalent("/proc/" + std::to_string(pid) + "/cwd", data(), gone) &&
      !gone) {
    return pid;
  }
  return std::nullopt;
}

}  // namespace orbbench::launcher
