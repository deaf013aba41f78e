#include "soak_process.hpp"

#include <csignal>
#include <stdexcept>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using process::ChildProcess;

constexpr auto kPatience = 60s;

}  // namespace

SoakResults::SoakResults() {
  std::string pattern = fs::temp_directory_path() / "orbbench-soak.XXXXXX";
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("no temporary folder for a soak");
  }
  folder_ = pattern;
  // The results server may run as another user.
  fs::permissions(folder_, fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
}

SoakResults::~SoakResults() {
  std::error_code leftover;  // nothing of a test is in it
  fs::remove_all(folder_, leftover);
}

ChildProcess::Settings SoakResults::settings(const std::vector<std::string>& arguments) const {
  return {.program = ORBBENCH_BINARY,
          .arguments = arguments,
          .environment = {{"XDG_DATA_HOME", folder_.string()},
                          {"ORBBENCH_RESULTS_URL", ""},
                          {"ORB_CORE_URL", ""},
                          {"ORB_METRICS_URL", ""}},
          .errors = ChildProcess::Errors::Kept};
}

void SoakResults::finish_one() const {
  // So short a soak is judged by little that a busy machine has a say in: whether its generator was
  // late, and then it is made again.
  constexpr int kTries = 3;
  std::string trouble;
  for (int attempt = 0; attempt < kTries; ++attempt) {
    ChildProcess soak(settings({"soak", "--duration", "4", "--interval", "0.25", "--rate", "100",
                                "--warm-up", "0", "--drift", "1000", "--margin-octets", "1e12",
                                "--margin-objects", "1e9", "--progress", "json"}));
    soak.discard_output();
    const auto status = soak.wait(kPatience);
    if (status && *status == 0) {
      return;
    }
    trouble = soak.error_output();
  }
  throw std::runtime_error("no short soak of three passed\n" + trouble);
}

ScrapedProcess::ScrapedProcess(const SoakResults& results,
                               const std::vector<std::string>& arguments, const std::string& begun)
    : process_(results.settings(arguments)), address_("127.0.0.1:" + await_line("metrics: port ")) {
  await_line(begun);
  process_.discard_output();
}

ScrapedProcess::~ScrapedProcess() {
  process_.end(SIGTERM, kPatience);
}

/// What follows it on its line.
std::string ScrapedProcess::await_line(const std::string& beginning) {
  const auto limit = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < limit) {
    const auto line = process_.next_line(kPatience);
    if (line && line->starts_with(beginning)) {
      return line->substr(beginning.size());
    }
  }
  throw std::runtime_error("it did not begin\n" + process_.error_output());
}

// Growth is not judged: of the first thousand calls it is large.
SoakProcess::SoakProcess(const SoakResults& results)
    : ScrapedProcess(results,
                     {"soak", "--duration", "3600", "--interval", "0.5", "--rate", "50",
                      "--warm-up", "3599", "--metrics-port", "0"},
                     "soak: ") {}

WorkerProcess::WorkerProcess(const SoakResults& results)
    : ScrapedProcess(results, {"worker", "--name", "watched", "--metrics-port", "0"}, "worker: ") {}

}  // namespace orbbench::tests
