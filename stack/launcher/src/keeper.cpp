#include "orbbench/launcher/keeper.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include "line_channel.hpp"
#include "log_tail.hpp"
#include "part.hpp"
#include "plan.hpp"
#include "premises.hpp"
#include "state_file.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatienceWithParts{8};

sigset_t kept_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGCHLD);
  return signals;
}

void note(const std::string& text) {
  std::cerr << utc_now() << ' ' << text << std::endl;
}

std::string seconds_since(Clock::time_point start) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(2)
       << std::chrono::duration<double>(Clock::now() - start).count() << " s";
  return text.str();
}

int milliseconds_until(Clock::time_point instant) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(instant - Clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

/// A part as it runs. The script's thread is joined before what it works with is destroyed.
struct RunningPart {
  enum class State { Waiting, Starting, Ready, Lost };

  explicit RunningPart(Part description) : part(std::move(description)) {}

  Part part;
  State state = State::Waiting;
  Clock::time_point started;
  std::shared_ptr<ChildProcess> process;
  std::jthread script;
};

const char* to_string(RunningPart::State state) {
  switch (state) {
    case RunningPart::State::Waiting:
    case RunningPart::State::Starting:
      return "starting";
    case RunningPart::State::Ready:
      return "ready";
    case RunningPart::State::Lost:
      return "lost";
  }
  return "";
}

/// Starts the parts, watches over them, stops them. All on the main thread but the start scripts,
/// which reach it through `main_thread_` only.
class Keeper {
 public:
  Keeper(StackOptions options, LineChannel lifeline);

  int run();

 private:
  void report(const std::exception& error);
  void open_premises();
  void start_parts();
  void start_part(RunningPart& running);
  void run_script(RunningPart& running, const std::stop_token& stop);
  std::shared_ptr<ChildProcess> spawn(RunningPart& running, const ProcessSpec& spec);
  void part_ready(RunningPart& running, const Publication& publish);
  void fail(const std::string& reason, const fs::path& log);
  void serve();
  void take_signals();
  void reap();
  void take_end_of(RunningPart& running, int status);
  void take_messages();
  void give_up_waiting();
  void take_down();
  void stop_processes(bool (*send)(const RunningPart&, const ChildProcess&));
  void await_processes(Clock::time_point limit);
  bool is_starting() const;
  void record(const std::string& state);
  void tell(const RunningPart& running, const std::string& detail);

  const StackOptions options_;
  LineChannel lifeline_;
  FileDescriptor signals_;
  MainThread main_thread_;
  std::optional<Premises> premises_;
  StackState state_;
  const Clock::time_point deadline_;
  std::map<pid_t, std::shared_ptr<ChildProcess>> processes_;
  std::vector<RunningPart> parts_;
  bool kept_ = false;
  bool stopping_ = false;
  int exit_status_ = 0;
};

Keeper::Keeper(StackOptions options, LineChannel lifeline)
    : options_(std::move(options)),
      lifeline_(std::move(lifeline)),
      deadline_(Clock::now() + options_.start_timeout) {
  const sigset_t signals = kept_signals();
  signals_ =
      FileDescriptor(checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd"));
}

int Keeper::run() {
  try {
    for (Part& part : select_parts(options_.parts)) {
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
  const FileDescriptor file(
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

/// Those whose needs are ready. Called again whenever a part has become ready.
void Keeper::start_parts() {
  const auto is_ready = [this](const std::string& name) {
    const auto found = std::ranges::find(
        parts_, name, [](const RunningPart& running) { return running.part.name; });
    return found == parts_.end() || found->state == RunningPart::State::Ready;
  };
  for (RunningPart& running : parts_) {
    if (running.state == RunningPart::State::Waiting &&
        std::ranges::all_of(running.part.needs, is_ready)) {
      start_part(running);
    }
  }
}

void Keeper::start_part(RunningPart& running) {
  running.state = RunningPart::State::Starting;
  running.started = Clock::now();
  tell(running, "");
  running.script =
      std::jthread([this, &running](const std::stop_token& stop) { run_script(running, stop); });
}

void Keeper::run_script(RunningPart& running, const std::stop_token& stop) {
  const auto report_failure = [this, &running](const std::string& reason) {
    main_thread_.post([this, &running, reason] {
      fail(running.part.name + " " + reason, log_of(premises_->folder(), running.part.name));
    });
  };
  const auto spawn_on_main = [this, &running](const ProcessSpec& spec) {
    auto process = main_thread_.ask([this, &running, &spec] { return spawn(running, spec); });
    return process ? *process : throw StartCancelled{};
  };
  PartContext context(options_, premises_->settings_of(running.part.name), spawn_on_main, stop);
  try {
    main_thread_.post(
        [this, &running, publish = running.part.start(context)] { part_ready(running, publish); });
  } catch (const StartCancelled&) {
    return;
  } catch (const PartFailure& failure) {
    report_failure(failure.what());
  } catch (const std::exception& error) {
    report_failure(std::string("could not be started: ") + error.what());
  }
}

std::shared_ptr<ChildProcess> Keeper::spawn(RunningPart& running, const ProcessSpec& spec) {
  const pid_t pid = spawn_process(spec);
  note(running.part.name + ": process " + std::to_string(pid) + ", " + spec.program.string());
  running.process = std::make_shared<ChildProcess>(running.part.name, pid);
  processes_[pid] = running.process;
  record(state_.state);
  return running.process;
}

void Keeper::part_ready(RunningPart& running, const Publication& publish) {
  if (running.process->status()) {
    fail(running.part.name + " " + describe_wait_status(*running.process->status()) +
             " as soon as it was ready",
         log_of(premises_->folder(), running.part.name));
    return;
  }
  running.state = RunningPart::State::Ready;
  publish(state_.endpoints);
  tell(running, "in " + seconds_since(running.started));
  record(state_.state);
  if (is_starting()) {
    start_parts();
    return;
  }
  record("up");
  lifeline_.send({{"event", "ready"},
                  {"endpoints", endpoints_to_json(state_.endpoints)},
                  {"folder", state_.folder.string()}});
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
  if (is_starting()) {
    fail(running.part.name + " " + what + " while others were starting",
         log_of(premises_->folder(), running.part.name));
    return;
  }
  record("degraded");
}

void Keeper::take_messages() {
  for (const json& message : lifeline_.receive()) {
    if (message.value("do", "") == "keep") {
      kept_ = true;
      lifeline_.send({{"event", "kept"}});
    }
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

void Keeper::stop_processes(bool (*send)(const RunningPart&, const ChildProcess&)) {
  for (const RunningPart& running : parts_) {
    if (running.process && !running.process->status()) {
      send(running, *running.process);
    }
  }
}

void Keeper::await_processes(Clock::time_point limit) {
  while (!processes_.empty() && Clock::now() < limit) {
    pollfd watched{signals_.number(), POLLIN, 0};
    poll(&watched, 1, milliseconds_until(limit));
    take_signals();
  }
}

void Keeper::take_down() {
  stopping_ = true;
  main_thread_.close();
  if (!premises_) {
    return;
  }
  record("stopping");
  for (RunningPart& running : parts_) {
    running.script.request_stop();
  }
  stop_processes([](const RunningPart& running, const ChildProcess& process) {
    // What never served has nothing to save, and initdb would first finish its step.
    const bool has_served = running.state == RunningPart::State::Ready;
    return kill(process.pid(), has_served ? running.part.stop_signal : SIGKILL) == 0;
  });
  await_processes(Clock::now() + kPatienceWithParts);
  stop_processes([](const RunningPart& running, const ChildProcess& process) {
    note(running.part.name + " does not stop: killed");
    return kill(process.pid(), SIGKILL) == 0;
  });
  await_processes(Clock::now() + kPatienceWithParts);
  parts_.clear();
  premises_->discard();
  reap();
}

void Keeper::record(const std::string& state) {
  // A part that was lost makes a stack degraded for good; only its stop comes after that.
  if (state_.state != "degraded" || state == "stopping") {
    state_.state = state;
  }
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
  LineChannel channel{FileDescriptor(lifeline)};
  checked(fcntl(lifeline, F_SETFD, FD_CLOEXEC), "the lifeline");
  take_over_process();
  const auto messages = channel.receive();
  if (messages.empty()) {
    return 0;  // the launcher ended before it had asked for anything
  }
  return Keeper(plan_from_json(messages.front()), std::move(channel)).run();
}

}  // namespace orbbench::launcher
