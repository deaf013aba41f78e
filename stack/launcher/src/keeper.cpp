#include "orbbench/launcher/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>

#include "keeper_log.hpp"
#include "log_tail.hpp"
#include "plan.hpp"
#include "stack_keeper.hpp"
#include "state_file.hpp"

namespace orbbench::launcher {

namespace fs = std::filesystem;
using nlohmann::json;

sigset_t kept_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  return signals;
}

Keeper::Keeper(StackOptions options, LineChannel lifeline)
    : options_(std::move(options)),
      lifeline_(std::move(lifeline)),
      deadline_(Clock::now() + options_.start_timeout) {
  const sigset_t signals = kept_signals();
  signals_ = process::FileDescriptor(
      checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd"));
}

int Keeper::run() {
  try {
    for (Part& part : select_parts(options_)) {
      parts_.emplace_back(std::move(part));
    }
    open_premises();
    start_parts();
    serve();
  } catch (const std::exception& error) {
    report(error);
  }
  try {
    take_down();
    lifeline_.send({{"event", "stopped"}});
  } catch (const std::exception& error) {
    report(error);
  }
  return exit_status_;
}

void Keeper::report(const std::exception& error) {
  const auto* refusal = dynamic_cast<const StackError*>(&error);
  exit_status_ = refusal != nullptr ? refusal->exit_code() : kExitInvalid;
  lifeline_.send({{"event", "failed"}, {"exit_code", exit_status_}, {"reason", error.what()}});
}

void Keeper::open_premises() {
  premises_.emplace(options_);
  std::vector<Part> parts;
  std::ranges::transform(parts_, std::back_inserter(parts), &RunningPart::part);
  for (const Part& part : parts) {
    part.check(options_);
  }
  premises_->furnish(parts);
  const fs::path log = log_of(premises_->folder(), "keeper");
  const process::FileDescriptor file(
      checked(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600), log.c_str()));
  // From here on a terminal that closes is nothing to this process.
  checked(dup2(file.number(), STDOUT_FILENO), "dup2");
  checked(dup2(file.number(), STDERR_FILENO), "dup2");
  state_.name = options_.name;
  state_.keeper_pid = getpid();
  state_.started_at = utc_now();
  state_.folder = premises_->folder();
  record("starting");
}

void Keeper::fail(const std::string& reason, const fs::path& log) {
  if (stopping_) {
    return;
  }
  note(reason);
  lifeline_.send({{"event", "failed"},
                  {"exit_code", kExitInvalid},
                  {"reason", reason},
                  {"log", read_last_lines(log, kLogLinesShown)}});
  exit_status_ = kExitInvalid;
  stopping_ = true;
}

bool Keeper::is_starting() const {
  return std::ranges::any_of(parts_, [](const RunningPart& running) {
    return running.state == RunningPart::State::Waiting ||
           running.state == RunningPart::State::Starting;
  });
}

void Keeper::serve() {
  while (!stopping_) {
    std::array<pollfd, 3> watched{pollfd{signals_.number(), POLLIN, 0},
                                  pollfd{main_thread_.wake_number(), POLLIN, 0},
                                  pollfd{lifeline_.number(), POLLIN, 0}};
    const int timeout = is_starting() ? milliseconds_until(deadline_) : -1;
    if (poll(watched.data(), watched.size(), timeout) == 0) {
      give_up_waiting();
    }
    if (watched[0].revents != 0) {
      take_signals();
    }
    if (watched[1].revents != 0) {
      main_thread_.run();
    }
    if (watched[2].revents != 0) {
      take_messages();
    }
  }
}

void Keeper::give_up_waiting() {
  const auto late = std::ranges::find_if(parts_, [](const RunningPart& running) {
    return running.state == RunningPart::State::Starting;
  });
  fail(late->part.name + " was not ready within " +
           std::to_string(
               std::chrono::duration_cast<std::chrono::seconds>(options_.start_timeout).count()) +
           " s (--start-timeout)",
       log_of(premises_->folder(), late->part.name));
}

void Keeper::take_signals() {
  signalfd_siginfo signal{};
  while (read(signals_.number(), &signal, sizeof signal) == sizeof signal) {
    if (signal.ssi_signo == SIGTERM && !stopping_) {
      note("asked to stop");
      stopping_ = true;
    }
  }
  reap();
}

void Keeper::reap() {
  int status = 0;
  for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
    const auto found = processes_.find(pid);
    if (found == processes_.end()) {
      continue;  // an orphan of a part, handed down to this process
    }
    const auto process = found->second;
    processes_.erase(found);
    process->set_status(status);
    const auto running = std::ranges::find(parts_, process, &RunningPart::process);
    if (running != parts_.end()) {
      take_end_of(*running, status);
    }
  }
}

void Keeper::take_end_of(RunningPart& running, int status) {
  if (stopping_ || running.state != RunningPart::State::Ready) {
    return;  // in a start it is the script's to judge
  }
  running.state = RunningPart::State::Lost;
  const std::string what = describe_wait_status(status);
  tell(running, what);
  if (!was_up_) {
    fail(running.part.name + " " + what + " while others were starting",
         log_of(premises_->folder(), running.part.name));
    return;
  }
  record("up");
  if (std::exchange(running.kill_asked, false)) {
    lifeline_.send({{"event", "killed"}});
  }
}

void Keeper::take_messages() {
  for (const json& message : lifeline_.receive()) {
    take_message(message);
  }
  if (!lifeline_.ended()) {
    return;
  }
  if (kept_) {
    lifeline_.close();
  } else {
    note("the launcher is gone or wants no more");
    stopping_ = true;
  }
}

void Keeper::take_message(const json& message) {
  const std::string order = message.value("do", "");
  if (order == "keep") {
    kept_ = true;
    lifeline_.send({{"event", "kept"}});
    return;
  }
  const std::string name = message.value("part", "");
  const auto running = std::ranges::find(
      parts_, name, [](const RunningPart& each) -> const std::string& { return each.part.name; });
  if (running == parts_.end()) {
    refuse("the stack has no part called '" + name + "'");
  } else if (order == "kill") {
    kill_part(*running);
  } else if (order == "start") {
    start_part_again(*running);
  }
}

void Keeper::record(const std::string& state) {
  const bool has_lost = std::ranges::any_of(
      parts_, [](const RunningPart& running) { return running.state == RunningPart::State::Lost; });
  state_.state = state == "up" && has_lost ? "degraded" : state;
  if (state_.folder.empty()) {
    return;
  }
  state_.parts.clear();
  for (const RunningPart& running : parts_) {
    state_.parts.push_back({running.part.name, to_string(running.state),
                            running.process ? running.process->pid() : 0});
  }
  try {
    write_state(state_);
  } catch (const std::system_error& error) {
    // A full disk makes `stack status` stale; it must not keep the stack from being stopped.
    note(std::string("the state file cannot be written: ") + error.what());
  }
}

void Keeper::tell(const RunningPart& running, const std::string& detail) {
  note(running.part.name + " " + to_string(running.state) + " " + detail);
  lifeline_.send({{"event", "part"},
                  {"part", running.part.name},
                  {"state", to_string(running.state)},
                  {"detail", detail}});
}

namespace {

void take_over_process() {
  prctl(PR_SET_NAME, "orbbench-keeper");
  checked(prctl(PR_SET_CHILD_SUBREAPER, 1), "PR_SET_CHILD_SUBREAPER");
  for (const int number : {SIGHUP, SIGINT, SIGPIPE, SIGQUIT}) {
    signal(number, SIG_IGN);
  }
  const sigset_t signals = kept_signals();
  checked(sigprocmask(SIG_SETMASK, &signals, nullptr), "sigprocmask");
}

}  // namespace

int run_keeper(int lifeline) {
  LineChannel channel{process::FileDescriptor(lifeline)};
  checked(fcntl(lifeline, F_SETFD, FD_CLOEXEC), "the lifeline");
  take_over_process();
  const auto messages = channel.receive();
  if (messages.empty()) {
    return 0;  // the launcher ended before it had asked for anything
  }
  return Keeper(plan_from_json(messages.front()), std::move(channel)).run();
}

}  // namespace orbbench::launcher
