#include "memory/dump_command.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <thread>
#include <vector>

#include "memory/core_dump.hpp"

namespace orbbench::memory {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kLongest{10};
constexpr std::chrono::milliseconds kBetweenLooks{5};

/// A folder for this user alone: a dump holds every secret of its process.
class DumpFolder {
 public:
  DumpFolder() {
    std::string name = fs::temp_directory_path() / "orbbench-dump-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) {
      throw WitnessError("no folder for a dump can be made in " +
                         fs::temp_directory_path().string() + "; set TMPDIR to another");
    }
    path_ = name;
  }
  ~DumpFolder() {
    std::error_code ignored;  // nothing is left to do about it
    fs::remove_all(path_, ignored);
  }
  DumpFolder(const DumpFolder&) = delete;
  DumpFolder& operator=(const DumpFolder&) = delete;

  fs::path dump() const { return path_ / "core"; }
  fs::path errors() const { return path_ / "errors"; }

 private:
  fs::path path_;
};

std::vector<std::string> environment_with(const std::string& pid, const fs::path& dump) {
  std::vector<std::string> variables{"CORE_PID=" + pid, "DUMP_FILE=" + dump.string()};
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    if (!text.starts_with("CORE_PID=") && !text.starts_with("DUMP_FILE=")) {
      variables.emplace_back(text);
    }
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// The shell that runs the command, in a process group of its own, which ends with this.
class Shell {
 public:
  Shell(const DumpCommand& command, const DumpFolder& folder) {
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, folder.errors().c_str(),
                                     O_WRONLY | O_CREAT, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> arguments{"sh", "-c", command.text};
    auto variables = environment_with(std::to_string(command.pid), folder.dump());
    const int error = posix_spawn(&pid_, "/bin/sh", &files, &attributes,
                                  pointers_to(arguments).data(), pointers_to(variables).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0) {
      throw WitnessError("no shell for --dump-with: " + std::generic_category().message(error));
    }
  }
  ~Shell() {
    if (!ended_) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
  }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  /// Its exit status, or 128 + the signal that ended it.
  int wait(const std::stop_token& stop) {
    const auto limit = Clock::now() + kLongest;
    int status = 0;
    while (waitpid(pid_, &status, WNOHANG) == 0) {
      if (stop.stop_requested() || Clock::now() > limit) {
        throw WitnessError("the command of --dump-with did not end in time");
      }
      // Only waitpid tells of it, and that has no deadline.
      std::this_thread::sleep_for(kBetweenLooks);
    }
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
  }

 private:
  static constexpr int kSignalled = 128;

  pid_t pid_ = -1;
  bool ended_ = false;
};

std::string last_line(const fs::path& path) {
  std::ifstream file(path);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) {
      last = line;
    }
  }
  return last;
}

fs::path make_dump(const DumpCommand& command, const DumpFolder& folder) {
  const int status = Shell(command, folder).wait(command.stop);
  if (status != 0) {
    const std::string reason = last_line(folder.errors());
    throw WitnessError("the command of --dump-with failed with status " + std::to_string(status) +
                       (reason.empty() ? "" : ": " + reason));
  }
  const fs::path numbered = folder.dump().string() + "." + std::to_string(command.pid);
  for (const fs::path& dump : {folder.dump(), numbered}) {
    if (fs::exists(dump)) {
      return dump;
    }
  }
  throw WitnessError("the command of --dump-with wrote no file $DUMP_FILE");
}

}  // namespace

ProcessReport scan_dump(const DumpCommand& command, std::span<const Canary> canaries) {
  const DumpFolder folder;
  ProcessReport report;
  const auto start = Clock::now();
  CoreDump dump(make_dump(command, folder));
  report.stopped = Clock::now() - start;
  report.scan = scan_memory(dump, Patterns(canaries), {.stop = command.stop});
  return report;
}

}  // namespace orbbench::memory
