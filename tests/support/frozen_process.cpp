#include "frozen_process.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// 'T' for one that a signal has stopped (proc(5)). The field follows the name, in parentheses.
char state_of_thread(const fs::path& thread) {
  std::ifstream file(thread / "stat");
  const std::string line{std::istreambuf_iterator<char>(file), {}};
  const std::size_t state = line.rfind(')') + 2;
  return line.size() > state ? line[state] : '\0';
}

bool all_threads_stopped(pid_t pid) {
  const fs::directory_iterator threads("/proc/" + std::to_string(pid) + "/task");
  return std::all_of(begin(threads), end(threads), [](const fs::directory_entry& thread) {
    return state_of_thread(thread.path()) == 'T';
  });
}

}  // namespace

FrozenProcess::FrozenProcess(pid_t pid) : pid_(pid) {
  if (::kill(pid_, SIGSTOP) != 0) {
    throw std::runtime_error("process " + std::to_string(pid) + " cannot be stopped");
  }
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (!all_threads_stopped(pid_)) {
    if (std::chrono::steady_clock::now() > deadline) {
      ::kill(pid_, SIGCONT);
      throw std::runtime_error("process " + std::to_string(pid) + " does not stop");
    }
    std::this_thread::sleep_for(1ms);  // between two looks
  }
}

FrozenProcess::~FrozenProcess() {
  ::kill(pid_, SIGCONT);
}

}  // namespace orbbench::tests
