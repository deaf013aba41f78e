#include "orbbench/launcher/stack.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <deque>
#include <iostream>

#include "line_channel.hpp"
#include "orbbench/launcher/named_stack.hpp"
#include "plan.hpp"
#include "runtime_folder.hpp"
#include "system_error.hpp"
#include "wake_event.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kLifelineInKeeper = 3;
constexpr std::chrono::seconds kPatienceWithKeeper{30};

StackOptions completed(StackOptions options) {
  if (!options.name.empty()) {
    require_stack_name(options.name);
  }
  if (options.runtime_folder.empty()) {
    options.runtime_folder = default_runtime_folder();
  }
  options.runtime_folder = fs::absolute(options.runtime_folder).lexically_normal();
  if (options.keeper_binary.empty()) {
    options.keeper_binary = fs::read_symlink("/proc/self/exe");
    // Any other program would take "keeper" for I know not what: a test program runs its tests.
    if (options.keeper_binary.filename() != "orbbench") {
      throw StackError(kExitUsage, "StackOptions::keeper_binary must name the orbbench command");
    }
  }
  const auto complete = [&](fs::path& binary, const char* name) {
    binary = fs::absolute(binary.empty() ? options.keeper_binary.parent_path() / name : binary);
  };
  complete(options.core_binary, "orbbench-core");
  complete(options.security_binary, "orbbench-security");
  complete(options.widget_core_binary, "orbbench-widget-core");
  return options;
}

/// What posix_spawn is told: a session of its own, no signal blocked or ignored, and of the
/// descriptors only stdout, stderr and the lifeline.
class KeeperSpawn {
 public:
  explicit KeeperSpawn(int lifeline) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, lifeline, kLifelineInKeeper);
    posix_spawn_file_actions_addclosefrom_np(&actions_, kLifelineInKeeper + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t signals;
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes_, &signals);
    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~KeeperSpawn() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }
  KeeperSpawn(const KeeperSpawn&) = delete;
  KeeperSpawn& operator=(const KeeperSpawn&) = delete;

  pid_t run(const fs::path& binary) const {
    std::string name = "orbbench";
    std::string subcommand = "keeper";
    std::string option = "--lifeline=" + std::to_string(kLifelineInKeeper);
    std::array<char*, 4> arguments{name.data(), subcommand.data(), option.data(), nullptr};
    pid_t keeper = 0;
    const int error =
        posix_spawn(&keeper, binary.c_str(), &actions_, &attributes_, arguments.data(), environ);
    if (error != 0) {
      throw StackError(kExitUsage, "cannot execute " + binary.string() + ": " + errno_text(error));
    }
    return keeper;
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

PartProgress progress_of(const json& message) {
  const std::string state = message.at("state");
  PartProgress progress{message.at("part"), PartProgress::State::Starting, message.at("detail")};
  if (state == "ready") {
    progress.state = PartProgress::State::Ready;
  } else if (state == "lost") {
    progress.state = PartProgress::State::Lost;
  }
  return progress;
}

StackError error_of(const json& message) {
  return {message.at("exit_code"), message.at("reason"),
          message.value("log", std::vector<std::string>{})};
}

}  // namespace

/// The launcher's end: the keeper's messages, and what is known from them.
struct Stack::Implementation {
  enum class Heard { Message, End, StopAsked, Nothing };

  Implementation(const StackOptions& options, LineChannel channel, ProgressCallback callback)
      : lifeline(std::move(channel)),
        start_timeout(options.start_timeout),
        progress(std::move(callback)),
        runtime_folder(options.runtime_folder) {}

  Heard listen(const std::stop_token& stop, Clock::time_point limit);
  json next();
  bool await_ready(const std::stop_token& stop, Clock::time_point limit);
  std::optional<StackError> end();
  void bury_keeper();
  void order(const char* what, const std::string& part, const char* outcome);

  LineChannel lifeline;
  std::chrono::milliseconds start_timeout;
  ProgressCallback progress;
  fs::path runtime_folder;
  pid_t keeper = -1;
  std::deque<json> inbox;
  Endpoints endpoints;
  fs::path folder;
  std::optional<StackError> failure;
  bool stopped_cleanly = false;
};

Stack::Implementation::Heard Stack::Implementation::listen(const std::stop_token& stop,
                                                           Clock::time_point limit) {
  if (!inbox.empty()) {
    return Heard::Message;
  }
  const WakeEvent wake;
  const std::stop_callback on_stop(stop, [&wake] { wake.notify(); });
  std::array<pollfd, 2> watched{pollfd{lifeline.number(), POLLIN, 0},
                                pollfd{wake.number(), POLLIN, 0}};
  int timeout = -1;
  if (limit != Clock::time_point::max()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit - Clock::now());
    timeout = static_cast<int>(std::max<std::int64_t>(0, left.count()));
  }
  int found = 0;
  do {
    found = poll(watched.data(), watched.size(), timeout);
  } while (found < 0 && errno == EINTR);
  if (watched[1].revents != 0) {
    return Heard::StopAsked;
  }
  if (found == 0) {
    return Heard::Nothing;
  }
  std::ranges::move(lifeline.receive(), std::back_inserter(inbox));
  return inbox.empty() ? Heard::End : Heard::Message;
}

/// Takes in one message, and returns it.
json Stack::Implementation::next() {
  json message = std::move(inbox.front());
  inbox.pop_front();
  const std::string event = message.at("event");
  if (event == "part" && progress) {
    progress(progress_of(message));
  } else if (event == "ready") {
    endpoints = endpoints_from_json(message.at("endpoints"));
    folder = message.at("folder").get<std::string>();
  } else if (event == "started") {
    endpoints = endpoints_from_json(message.at("endpoints"));
  } else if (event == "failed") {
    failure = error_of(message);
  } else if (event == "stopped") {
    stopped_cleanly = true;
  }
  return message;
}

/// Whether the stack became ready; if not, it has ended or is to be.
bool Stack::Implementation::await_ready(const std::stop_token& stop, Clock::time_point limit) {
  while (listen(stop, limit) == Heard::Message) {
    if (next().at("event") == "ready") {
      return true;
    }
    if (failure) {
      return false;
    }
  }
  return false;
}

/// Has the keeper stop everything, and sees to it that it did. Returns what was reported on the
/// way.
std::optional<StackError> Stack::Implementation::end() {
  if (keeper < 0) {
    return std::nullopt;
  }
  lifeline.finish_sending();
  const auto limit = Clock::now() + kPatienceWithKeeper;
  while (listen({}, limit) == Heard::Message) {
    next();
  }
  bury_keeper();
  return failure;
}

void Stack::Implementation::bury_keeper() {
  if (!stopped_cleanly) {
    // Killed, or stuck: its parts die with it, what remains is left to this process.
    kill(keeper, SIGKILL);
  }
  while (waitpid(keeper, nullptr, 0) < 0 && errno == EINTR) {
  }
  keeper = -1;
  if (stopped_cleanly) {
    return;
  }
  if (const auto left = RuntimeFolder::open_existing(runtime_folder)) {
    left->sweep();
  }
}

/// Has the keeper do that to a part. Throws StackError unless it says that it did.
void Stack::Implementation::order(const char* what, const std::string& part, const char* outcome) {
  lifeline.send({{"do", what}, {"part", part}});
  const auto limit = Clock::now() + start_timeout + kPatienceWithKeeper;
  while (listen({}, limit) == Heard::Message) {
    const json message = next();
    if (message.at("event") == outcome) {
      return;
    }
    if (message.at("event") == "refused") {
      throw StackError(kExitInvalid, message.at("reason"), message.at("log"));
    }
  }
  throw failure.value_or(
      StackError(kExitInvalid, std::string("the stack's keeper does not ") + what + " " + part));
}

Stack::Stack(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Stack::Stack(Stack&&) noexcept = default;

Stack& Stack::operator=(Stack&& other) noexcept {
  std::swap(implementation_, other.implementation_);
  return *this;
}

Stack::~Stack() {
  if (!implementation_) {
    return;
  }
  try {
    stop();
  } catch (const std::exception& error) {
    std::cerr << "orbbench: " << error.what() << '\n';  // a destructor has nobody else to tell
  }
}

Stack Stack::start(const StackOptions& given, ProgressCallback progress,
                   const std::stop_token& stop) {
  const StackOptions options = completed(given);
  auto [mine, theirs] = LineChannel::make_pair();
  Stack stack(std::make_unique<Implementation>(options, std::move(mine), std::move(progress)));
  Implementation& self = *stack.implementation_;
  self.keeper = KeeperSpawn(theirs.number()).run(options.keeper_binary);
  theirs.close();
  self.lifeline.send(plan_to_json(options));
  // The keeper enforces the timeout; this one is for a keeper that is itself stuck.
  if (self.await_ready(stop, Clock::now() + options.start_timeout + kPatienceWithKeeper)) {
    return stack;
  }
  if (const auto failure = self.end()) {
    throw *failure;
  }
  if (stop.stop_requested()) {
    throw StackInterrupted(kExitInvalid, "interrupted while the stack was starting");
  }
  throw StackError(kExitInvalid, "the stack's keeper ended while the stack was starting");
}

const Endpoints& Stack::endpoints() const {
  return implementation_->endpoints;
}

const fs::path& Stack::folder() const {
  return implementation_->folder;
}

int Stack::keeper_pid() const {
  return implementation_->keeper;
}

StackEnd Stack::wait(const std::stop_token& stop) {
  Implementation& self = *implementation_;
  while (true) {
    const auto heard = self.listen(stop, Clock::time_point::max());
    if (heard == Implementation::Heard::StopAsked) {
      return StackEnd::Requested;
    }
    if (heard == Implementation::Heard::End) {
      self.end();
      return self.stopped_cleanly ? StackEnd::StoppedByOthers : StackEnd::KeeperDied;
    }
    self.next();
  }
}

void Stack::kill_part(const std::string& part) {
  implementation_->order("kill", part, "killed");
}

void Stack::start_part(const std::string& part) {
  implementation_->order("start", part, "started");
}

void Stack::stop() {
  if (const auto failure = implementation_->end()) {
    throw *failure;
  }
}

void Stack::keep() {
  Implementation& self = *implementation_;
  self.lifeline.send({{"do", "keep"}});
  const auto limit = Clock::now() + kPatienceWithKeeper;
  while (self.listen({}, limit) == Implementation::Heard::Message) {
    if (self.next().at("event") == "kept") {
      self.keeper = -1;
      self.lifeline.close();
      return;
    }
  }
  self.end();
  throw StackError(kExitInvalid, "the stack's keeper ended before it could be left alone");
}

}  // namespace orbbench::launcher
