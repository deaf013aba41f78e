#include "micro/comparison/turns.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "orbbench/metrics/seeded_random.hpp"
#include "orbbench/process/file_descriptor.hpp"

extern char** environ;

namespace orbbench::micro {
namespace {

using process::FileDescriptor;

/// A file without a name, which ends with this process: nothing is left behind.
class NamelessFile {
 public:
  explicit NamelessFile(unsigned flags) : file_(memfd_create("orbbench", flags)) {
    if (!file_.is_open()) {
      throw std::system_error(errno, std::generic_category(), "memfd_create");
    }
  }

  int number() const { return file_.number(); }
  std::string path() const { return "/dev/fd/" + std::to_string(file_.number()); }

  std::string text() const {
    std::string all;
    std::array<char, 65536> part{};
    for (ssize_t got = 1; got > 0; all.append(part.data(), static_cast<std::size_t>(got))) {
      got = pread(file_.number(), part.data(), part.size(), static_cast<off_t>(all.size()));
      if (got < 0) {
        throw std::system_error(errno, std::generic_category(), "reading what a program wrote");
      }
    }
    return all;
  }

 private:
  FileDescriptor file_;
};

/// Nothing of what it prints is shown; what it complains of is kept.
class SpawnActions {
 public:
  explicit SpawnActions(const NamelessFile& complaints) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, complaints.number(), STDERR_FILENO);
  }
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// How it ended: its exit status, or 128 and the signal.
int run(std::vector<std::string> words, const NamelessFile& complaints) {
  std::vector<char*> arguments;
  arguments.reserve(words.size() + 1);
  for (std::string& word : words) {
    arguments.push_back(word.data());
  }
  arguments.push_back(nullptr);
  const SpawnActions actions(complaints);
  pid_t pid = 0;
  const int error =
      posix_spawn(&pid, arguments[0], actions.get(), nullptr, arguments.data(), environ);
  if (error != 0) {
    throw BenchmarkFileError("cannot run " + words[0] + ": " +
                             std::generic_category().message(error));
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string last_line(std::string text) {
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text.substr(text.rfind('\n') + 1);
}

BenchmarkRun run_once(const BenchmarkProgram& program, const std::string& filter) {
  const NamelessFile result(0);  // the program opens it by its number
  const NamelessFile complaints(MFD_CLOEXEC);
  std::vector<std::string> words{program.file.string()};
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  words.insert(words.end(), {"--benchmark_repetitions=1", "--benchmark_out_format=json",
                             "--benchmark_out=" + result.path()});
  if (!filter.empty()) {
    words.push_back("--benchmark_filter=" + filter);
  }
  // With an error in a benchmark it may end otherwise than with 0, and its result says which.
  const int status = run(words, complaints);
  const std::string json = result.text();
  if (json.empty() || status > 1) {
    throw BenchmarkFileError(program.file.string() + " ended with status " +
                             std::to_string(status) + ": " + last_line(complaints.text()));
  }
  return parse_benchmarks(json, "the result of " + program.file.string());
}

}  // namespace

std::pair<BenchmarkRun, BenchmarkRun> run_in_turns(const BenchmarkProgram& baseline,
                                                   const BenchmarkProgram& candidate,
                                                   const Turns& turns) {
  metrics::SeededRandom random(turns.seed);
  std::pair<BenchmarkRun, BenchmarkRun> runs;
  for (std::size_t round = 1; round <= turns.rounds; ++round) {
    if (turns.on_round) {
      turns.on_round(round);
    }
    const bool baseline_first = random.below(2) == 0;
    for (const bool is_baseline : {baseline_first, !baseline_first}) {
      const BenchmarkProgram& program = is_baseline ? baseline : candidate;
      pool(is_baseline ? runs.first : runs.second, run_once(program, turns.filter));
    }
  }
  // In turns, what others do hits both alike: it is no reason to doubt either.
  runs.first.other_work.clear();
  runs.second.other_work.clear();
  return runs;
}

}  // namespace orbbench::micro
