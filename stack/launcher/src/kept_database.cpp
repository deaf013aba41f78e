#include "orbbench/launcher/kept_database.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/wait.h>

#include <csignal>
#include <pqxx/pqxx>
#include <thread>

#include "child_process.hpp"
#include "log_tail.hpp"
#include "orbbench/process/file_descriptor.hpp"
#include "postgres_folder.hpp"
#include "process_handle.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;
using process::FileDescriptor;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Between two looks at something that tells nobody when it changes.
constexpr milliseconds kBetweenLooks{20};
constexpr int kMillisecondsToStop = 20'000;

/// How long, and whether, to wait on.
class Patience {
 public:
  Patience(std::stop_token stop, milliseconds time)
      : stop_(std::move(stop)), limit_(steady_clock::now() + time) {}

  /// Throws when it is over.
  void wait_a_little(const std::string& for_what, const fs::path& log = {}) const {
    if (stop_.stop_requested()) {
      throw StackInterrupted(kExitInvalid, "interrupted while waiting for " + for_what);
    }
    if (steady_clock::now() > limit_) {
      throw StackError(
          kExitInvalid, "waited too long for " + for_what,
          log.empty() ? std::vector<std::string>{} : read_last_lines(log, kLogLinesShown));
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }

 private:
  std::stop_token stop_;
  steady_clock::time_point limit_;
};

FileDescriptor open_lock(const fs::path& path) {
  return FileDescriptor(
      checked(open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600), path.c_str()));
}

bool try_lock(const FileDescriptor& file, int kind) {
  return flock(file.number(), kind | LOCK_NB) == 0;
}

void lock_exclusively(const FileDescriptor& file, const Patience& patience) {
  while (!try_lock(file, LOCK_EX)) {
    patience.wait_a_little("another orbbench, which is starting or stopping the results server");
  }
}

bool answers(const std::string& connection_string) try {
  pqxx::connection connection(connection_string);
  pqxx::nontransaction(connection).exec("SELECT 1");
  return true;
} catch (const pqxx::broken_connection&) {
  return false;  // not listening yet, or "the database system is starting up"
}

/// Nothing while it runs.
std::optional<int> end_of(pid_t child) {
  int status = 0;
  return waitpid(child, &status, WNOHANG) == child ? std::optional(status) : std::nullopt;
}

/// What was started and is not ready must not stay.
void end(pid_t child) {
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
}

void make_cluster(const PostgresFolder& folder, const Patience& patience) {
  const pid_t child = spawn_process(folder.initdb());
  std::optional<int> status;
  try {
    while (!(status = end_of(child))) {
      patience.wait_a_little("initdb", folder.log());
    }
  } catch (const StackError&) {
    end(child);
    throw;
  }
  if (*status != 0) {
    throw StackError(kExitInvalid, "initdb " + describe_wait_status(*status),
                     read_last_lines(folder.log(), kLogLinesShown));
  }
  folder.adopt_cluster();
}

/// After a kill -9 the server's children live on for a moment, and hold its shared memory.
bool says_memory_in_use(const PostgresFolder& folder) {
  constexpr std::size_t kLast = 3;
  for (const std::string& line : read_last_lines(folder.log(), kLast)) {
    if (line.find("pre-existing shared memory block") != std::string::npos) {
      return true;
    }
  }
  return false;
}

/// False when it ended because of what a former one has left.
bool becomes_ready(pid_t child, const PostgresFolder& folder, const Patience& patience) {
  while (!answers(folder.connection_string())) {
    if (const auto status = end_of(child)) {
      if (says_memory_in_use(folder)) {
        return false;
      }
      throw StackError(kExitInvalid,
                       "the results server in " + folder.log().parent_path().string() + " " +
                           describe_wait_status(*status),
                       read_last_lines(folder.log(), kLogLinesShown));
    }
    try {
      patience.wait_a_little("the results server to answer", folder.log());
    } catch (const StackError&) {
      end(child);
      throw;
    }
  }
  return true;
}

/// Returns its process.
pid_t start_server(const PostgresFolder& folder, const Patience& patience) {
  pid_t server = spawn_process(folder.server());
  while (!becomes_ready(server, folder, patience)) {
    patience.wait_a_little("the results server's former processes", folder.log());
    server = spawn_process(folder.server());
  }
  return server;
}

void stop_server(const PostgresFolder& folder) {
  const auto pid = folder.server_pid();
  if (!pid) {
    return;
  }
  const ProcessHandle server(*pid);
  // Between the look and the handle the number may have passed on.
  if (server.is_open() && folder.server_pid() == pid) {
    server.send(SIGINT);  // PostgreSQL's fast shutdown; SIGTERM would wait for its clients to go
    server.ends_within(kMillisecondsToStop);
    end_of(*pid);  // if it is this process's own
  }
}

}  // namespace

struct KeptDatabase::Implementation {
  Implementation(const fs::path& path, const std::stop_token& stop, milliseconds time)
      : folder(path),
        start(open_lock(folder.start_lock())),
        use(open_lock(folder.use_lock())),
        connection(folder.connection_string()) {
    const Patience patience(stop, time);
    lock_exclusively(start, patience);
    checked(flock(use.number(), LOCK_SH), "flock");
    if (!folder.has_cluster()) {
      make_cluster(folder, patience);
    }
    if (!answers(connection)) {
      own_child = start_server(folder, patience);
    }
    pid = folder.server_pid().value_or(-1);
    flock(start.number(), LOCK_UN);
  }

  ~Implementation() {
    // Nobody comes or goes meanwhile. Who cannot have this lock leaves the server to the others.
    if (flock(start.number(), LOCK_EX) == 0 && try_lock(use, LOCK_EX)) {
      stop_server(folder);
    }
    // While one that was killed is a zombie of this process, PostgreSQL takes it for running, and
    // starts no other.
    if (own_child) {
      end_of(*own_child);
    }
    // Said, not left to the descriptors' end: a child that was forked meanwhile has them too.
    flock(use.number(), LOCK_UN);
    flock(start.number(), LOCK_UN);
  }
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  PostgresFolder folder;
  FileDescriptor start;
  FileDescriptor use;
  std::string connection;
  pid_t pid = -1;
  std::optional<pid_t> own_child;  ///< the server, where this started it
};

KeptDatabase::KeptDatabase(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
KeptDatabase::KeptDatabase(KeptDatabase&&) noexcept = default;
KeptDatabase::~KeptDatabase() = default;

KeptDatabase KeptDatabase::open(const fs::path& folder, const std::stop_token& stop,
                                milliseconds patience) try {
  return KeptDatabase(std::make_unique<Implementation>(folder, stop, patience));
} catch (const std::system_error& error) {
  throw StackError(kExitInvalid, std::string("the results server: ") + error.what());
}

const std::string& KeptDatabase::connection_string() const {
  return implementation_->connection;
}

pid_t KeptDatabase::server_pid() const {
  return implementation_->pid;
}

}  // namespace orbbench::launcher
