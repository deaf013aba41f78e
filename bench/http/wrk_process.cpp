#include "wrk_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>
#include <system_error>

#include "wrk_run.hpp"

extern char** environ;

namespace orbbench::bench {
namespace {

/// Output and errors into one file. No signal blocked: this process has blocked those that are to
/// stop it, and wrk would inherit that.
class SpawnSettings {
 public:
  explicit SpawnSettings(const std::filesystem::path& output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK);
  }
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

pid_t spawn(std::vector<std::string> words, const std::filesystem::path& output) {
  words.insert(words.begin(), "wrk");
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const SpawnSettings settings(output);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, arguments[0], settings.actions(), settings.attributes(),
                                 arguments.data(), environ);
  if (error == ENOENT) {
    throw NoWrk();
  }
  if (error != 0) {
    throw std::system_error(error, std::generic_category(), "starting wrk");
  }
  return pid;
}

// It is reaped only when nobody can send it a signal any more: its number may be another's then.
int await_end(pid_t pid, const std::stop_token& stop) {
  {
    const std::stop_callback on_stop(stop, [pid] { kill(pid, SIGTERM); });
    siginfo_t ended{};
    while (waitid(P_PID, static_cast<id_t>(pid), &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
    }
  }
  int status = 0;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

WrkEnd run_wrk_process(const std::vector<std::string>& arguments, const PrivateFolder& folder,
                       const std::stop_token& stop) {
  const std::filesystem::path output = folder.write("output", "");
  WrkEnd end;
  end.status = await_end(spawn(arguments, output), stop);
  std::ifstream file(output);
  end.output.assign(std::istreambuf_iterator<char>(file), {});
  return end;
}

}  // namespace orbbench::bench
