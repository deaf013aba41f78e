#include "ready_process.hpp"

#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <utility>

#include "orbbench/launcher/free_port.hpp"

namespace orbbench::tests {
namespace {

constexpr std::chrono::seconds kReadyBudget{10};
constexpr std::chrono::seconds kEndBudget{10};

process::ChildProcess::Settings keeping_errors(process::ChildProcess::Settings settings) {
  settings.errors = process::ChildProcess::Errors::Kept;
  return settings;
}

std::string describe_end(int status) {
  if (WIFEXITED(status)) {
    return "exit code " + std::to_string(WEXITSTATUS(status));
  }
  return "signal " + std::to_string(WTERMSIG(status));
}

}  // namespace

std::uint16_t free_port() {
  return launcher::find_free_port();
}

ReadyProcess::ReadyProcess(Settings settings)
    : process_(keeping_errors(std::move(settings))), facts_(process_.await_ready(kReadyBudget)) {}

void ReadyProcess::stop() {
  if (process_.pid() < 0) {
    return;
  }
  const int status = process_.end(SIGTERM, kEndBudget);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    process_.fail("did not end cleanly on SIGTERM: " + describe_end(status));
  }
}

void ReadyProcess::kill() {
  process_.end(SIGKILL, kEndBudget);
}

void ReadyProcess::wait_until_gone() {
  if (!process_.wait(kEndBudget)) {
    process_.fail("did not end in time");
  }
}

}  // namespace orbbench::tests
