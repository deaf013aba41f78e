#include "victim.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <utility>

#include "victim_protocol.hpp"

extern char** environ;

namespace orbbench::tests {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) {
      throw std::runtime_error("no pipe to be had");
    }
    reading = process::FileDescriptor(ends[0]);
    writing = process::FileDescriptor(ends[1]);
  }
  process::FileDescriptor reading;
  process::FileDescriptor writing;
};

}  // namespace

Victim::Victim() {
  Pipe requests;
  Pipe answers;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, requests.reading.number(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, answers.writing.number(), STDOUT_FILENO);
  std::string program = VICTIM_PROGRAM;
  std::array<char*, 2> arguments{program.data(), nullptr};
  const int error =
      posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    throw std::runtime_error("the victim does not start: " + program);
  }
  requests_ = std::move(requests.writing);
  answers_ = std::move(answers.reading);
  tell("nothing");
}

Victim::~Victim() {
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Victim::plant(const std::string& word, const memory::Canary& canary, std::uint64_t number) {
  Request request;
  std::copy(word.begin(), word.end(), request.word_octets.begin());
  request.number = number;
  canary.reveal([&](auto plain) {
    std::transform(plain.begin(), plain.end(), request.masked.begin(),
                   [](std::uint8_t octet) { return static_cast<std::uint8_t>(octet ^ kMask); });
  });
  char done = 0;
  if (write(requests_.number(), &request, sizeof request) != sizeof request ||
      read(answers_.number(), &done, 1) != 1) {
    throw std::runtime_error("the victim has ended");
  }
}

void Victim::tell(const std::string& word, std::uint64_t number) {
  plant(word, memory::Canary::draw(), number);
}

}  // namespace orbbench::tests
