#include "leftovers.hpp"

#include <sys/shm.h>
#include <sys/stat.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "orbbench/launcher/stack_error.hpp"
#include "process_handle.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

constexpr int kMillisecondsToDie = 5000;

std::optional<pid_t> process_id_of(const fs::path& entry) {
  const std::string name = entry.filename().string();
  pid_t pid = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
  if (error != std::errc() || end != name.data() + name.size()) {
    return std::nullopt;
  }
  return pid;
}

bool carries_mark(const fs::path& process, const std::string& mark) {
  std::ifstream file(process / "environ", std::ios::binary);
  std::ostringstream environment;
  environment << file.rdbuf();  // fails quietly on a process that has just ended
  const std::string bounded = '\0' + environment.str() + '\0';
  return bounded.find('\0' + mark + '\0') != std::string::npos;
}

/// PostgreSQL and Redis overwrite their environment with a title, so they are known by where they
/// work. Not so every program: a user's shell may stand in the folder to read a log.
bool is_server_of(const fs::path& process, const fs::path& stack_folder) {
  std::error_code gone;
  const std::string program = fs::read_symlink(process / "exe", gone).filename().string();
  const std::string folder = fs::read_symlink(process / "cwd", gone).string();
  return (program == "postgres" || program.starts_with("redis-")) &&
         folder.starts_with(stack_folder.string() + "/");
}

bool belongs_to(const fs::path& process, const fs::path& stack_folder) {
  return carries_mark(process, process_mark(stack_folder)) || is_server_of(process, stack_folder);
}

/// Looks again once it is held: the number may have passed on to another process meanwhile.
std::optional<ProcessHandle> kill_if_of(pid_t pid, const fs::path& stack_folder) {
  ProcessHandle process(pid);
  if (!process.is_open() || !belongs_to("/proc/" + std::to_string(pid), stack_folder)) {
    return std::nullopt;
  }
  process.send(SIGKILL);
  return process;
}

std::vector<ProcessHandle> kill_all_of(const fs::path& stack_folder) {
  std::vector<ProcessHandle> killed;
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto pid = process_id_of(entry.path());
    if (!pid || !belongs_to(entry.path(), stack_folder)) {
      continue;
    }
    if (auto process = kill_if_of(*pid, stack_folder)) {
      killed.push_back(std::move(*process));
    }
  }
  return killed;
}

/// Until a look finds none: a process that is being killed may have forked just before.
void end_processes_of(const fs::path& stack_folder) {
  for (auto killed = kill_all_of(stack_folder); !killed.empty();
       killed = kill_all_of(stack_folder)) {
    for (const ProcessHandle& process : killed) {
      if (!process.ends_within(kMillisecondsToDie)) {
        throw StackError(kExitInvalid, "a process of the stack in " + stack_folder.string() +
                                           " does not end, though killed");
      }
    }
  }
}

/// Line 7 of postmaster.pid holds the key and the id of the segment (PostgreSQL's pidfile.h).
std::optional<std::pair<long, int>> shared_memory_of(const fs::path& cluster) {
  std::ifstream file(cluster / "postmaster.pid");
  std::string line;
  for (int number = 1; number < 7; ++number) {
    std::getline(file, line);
  }
  long key = 0;
  int id = 0;
  if (file >> key >> id) {
    return std::pair{key, id};
  }
  return std::nullopt;
}

void remove_shared_memory(const fs::path& cluster) {
  const auto segment = shared_memory_of(cluster);
  struct stat owner {};
  shmid_ds facts{};
  if (!segment || stat(cluster.c_str(), &owner) != 0 ||
      shmctl(segment->second, IPC_STAT, &facts) != 0) {
    return;
  }
  // The id may have passed on: only an abandoned segment of the cluster's own user is removed.
  if (facts.shm_nattch == 0 && facts.shm_perm.uid == owner.st_uid &&
      static_cast<long>(facts.shm_perm.__key) == segment->first) {
    shmctl(segment->second, IPC_RMID, nullptr);
  }
}

}  // namespace

std::string process_mark(const fs::path& stack_folder) {
  return "ORBBENCH_STACK_FOLDER=" + stack_folder.string();
}

void discard_stack_folder(const fs::path& stack_folder) {
  end_processes_of(stack_folder);
  remove_shared_memory(stack_folder / "postgres" / "data");
  std::error_code error;
  fs::remove_all(stack_folder, error);
  if (error) {
    throw StackError(kExitInvalid,
                     "cannot remove " + stack_folder.string() + ": " + error.message());
  }
}

}  // namespace orbbench::launcher
