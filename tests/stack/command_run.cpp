#include "command_run.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>

namespace orbbench::tests {
namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  std::ranges::transform(texts, std::back_inserter(pointers),
                         [](std::string& text) { return text.data(); });
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_with(const std::vector<std::string>& added) {
  std::vector<std::string> environment = added;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    environment.emplace_back(*entry);
  }
  return environment;
}

/// Appends what is there; closes the end at its end.
void take(int& end, std::string& text) {
  std::array<char, 4096> buffer;
  const auto taken = read(end, buffer.data(), buffer.size());
  if (taken > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(taken));
  } else {
    close(end);
    end = -1;
  }
}

}  // namespace

CommandRun::CommandRun(const std::vector<std::string>& given, const std::vector<std::string>& added)
    : limit_(std::chrono::steady_clock::now() + std::chrono::minutes(1)) {
  std::vector<std::string> arguments{ORBBENCH_BINARY};
  arguments.insert(arguments.end(), given.begin(), given.end());
  std::vector<std::string> environment = environment_with(added);
  std::array<int, 2> output{};
  std::array<int, 2> errors{};
  EXPECT_EQ(pipe2(output.data(), O_CLOEXEC), 0);
  EXPECT_EQ(pipe2(errors.data(), O_CLOEXEC), 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, errors[1], STDERR_FILENO);
  EXPECT_EQ(posix_spawn(&pid_, ORBBENCH_BINARY, &actions, nullptr, pointers_to(arguments).data(),
                        pointers_to(environment).data()),
            0);
  posix_spawn_file_actions_destroy(&actions);
  close(output[1]);
  close(errors[1]);
  output_end_ = output[0];
  errors_end_ = errors[0];
}

CommandRun::~CommandRun() {
  if (pid_ > 0) {
    send(SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(output_end_);
  close(errors_end_);
}

bool CommandRun::await(const std::string& stream, const std::string& text) {
  while (stream.find(text) == std::string::npos) {
    if (!read_some()) {
      return false;
    }
  }
  return true;
}

bool CommandRun::read_some() {
  std::array<pollfd, 2> watched{pollfd{output_end_, POLLIN, 0}, pollfd{errors_end_, POLLIN, 0}};
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(limit_ - std::chrono::steady_clock::now());
  const bool ended = output_end_ < 0 && errors_end_ < 0;
  if (ended || left.count() <= 0 ||
      poll(watched.data(), watched.size(), static_cast<int>(left.count())) <= 0) {
    return false;
  }
  if (watched[0].revents != 0) {
    take(output_end_, output_);
  }
  if (watched[1].revents != 0) {
    take(errors_end_, errors_);
  }
  return true;
}

void CommandRun::send(int signal) const {
  kill(pid_, signal);
}

int CommandRun::exit_status() {
  while (read_some()) {
  }
  if (output_end_ >= 0 || errors_end_ >= 0) {
    ADD_FAILURE() << "orbbench did not end; it wrote\n" << output_ << errors_;
    return -1;
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Finished finish(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment) {
  CommandRun command(arguments, environment);
  const int status = command.exit_status();
  return {status, command.output(), command.errors()};
}

}  // namespace orbbench::tests
