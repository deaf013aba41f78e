// How a keeper brings its parts up: at the stack's start, and one by one later.
#include <algorithm>
#include <csignal>
#include <iomanip>
#include <sstream>

#include "keeper_log.hpp"
#include "log_tail.hpp"
#include "plan.hpp"
#include "stack_keeper.hpp"
#include "state_file.hpp"

namespace orbbench::launcher {
namespace {

using Clock = std::chrono::steady_clock;

std::string seconds_since(Clock::time_point start) {
  std::ostringstream text;
  text << std::fixed << std::setprecision(2)
       << std::chrono::duration<double>(Clock::now() - start).count() << " s";
  return text.str();
}

}  // namespace

/// Those whose needs are ready. Called again whenever a part has become ready.
void Keeper::start_parts() {
  const auto is_ready = [this](const std::string& kind) {
    return std::ranges::all_of(parts_, [&](const RunningPart& running) {
      return running.part.kind != kind || running.state == RunningPart::State::Ready;
    });
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
      std::jthread([this, &running, endpoints = state_.endpoints](const std::stop_token& stop) {
        run_script(running, endpoints, stop);
      });
}

void Keeper::run_script(RunningPart& running, const Endpoints& endpoints,
                        const std::stop_token& stop) {
  const auto report_failure = [this, &running](const std::string& reason) {
    main_thread_.post([this, &running, reason] { part_not_ready(running, reason); });
  };
  const auto spawn_on_main = [this, &running](const ProcessSpec& spec) {
    auto process = main_thread_.ask([this, &running, &spec] { return spawn(running, spec); });
    return process ? *process : throw StartCancelled{};
  };
  PartContext context(options_, endpoints, premises_->settings_of(running.part.name), spawn_on_main,
                      stop);
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
    part_not_ready(running,
                   describe_wait_status(*running.process->status()) + " as soon as it was ready");
    return;
  }
  running.state = RunningPart::State::Ready;
  publish(state_.endpoints);
  tell(running, "in " + seconds_since(running.started));
  record(state_.state);
  if (was_up_) {
    record("up");
    lifeline_.send({{"event", "started"}, {"endpoints", endpoints_to_json(state_.endpoints)}});
    return;
  }
  if (is_starting()) {
    start_parts();
    return;
  }
  was_up_ = true;
  record("up");
  lifeline_.send({{"event", "ready"},
                  {"endpoints", endpoints_to_json(state_.endpoints)},
                  {"folder", state_.folder.string()}});
}

/// The end of a stack that is starting; no more than the loss of the part in one that was up.
void Keeper::part_not_ready(RunningPart& running, const std::string& reason) {
  const auto log = log_of(premises_->folder(), running.part.name);
  if (!was_up_) {
    fail(running.part.name + " " + reason, log);
    return;
  }
  if (!running.process->status()) {
    kill(running.process->pid(), SIGKILL);
  }
  running.state = RunningPart::State::Lost;
  tell(running, reason);
  record("up");
  refuse(running.part.name + " " + reason, read_last_lines(log, kLogLinesShown));
}

void Keeper::kill_part(RunningPart& running) {
  if (running.state == RunningPart::State::Lost) {
    lifeline_.send({{"event", "killed"}});
    return;
  }
  running.kill_asked = true;
  kill(running.process->pid(), SIGKILL);
}

void Keeper::start_part_again(RunningPart& running) {
  if (running.state != RunningPart::State::Lost) {
    refuse(running.part.name + " is running: it can be started when it was lost");
    return;
  }
  deadline_ = Clock::now() + options_.start_timeout;
  start_part(running);
}

void Keeper::refuse(const std::string& reason, const std::vector<std::string>& log) {
  lifeline_.send({{"event", "refused"}, {"reason", reason}, {"log", log}});
}

}  // namespace orbbench::launcher
