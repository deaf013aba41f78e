// How a keeper takes its stack down.
#include <poll.h>

#include <csignal>

#include "keeper_log.hpp"
#include "stack_keeper.hpp"

namespace orbbench::launcher {
namespace {
constexpr std::chrono::seconds kPatienceWithParts{8};
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

}  // namespace orbbench::launcher
