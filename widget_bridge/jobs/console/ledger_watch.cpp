#include "console/ledger_watch.hpp"

#include <exception>
#include <utility>

namespace orbbench::console {

LedgerWatch::LedgerWatch(std::chrono::milliseconds period)
    : period_(period), thread_([this](const std::stop_token& stop) { run(stop); }) {}

void LedgerWatch::watch(std::shared_ptr<CoreSession> session) {
  auto state = std::make_shared<LedgerState>();
  if (session) {
    state->core = session->address().core;
    state->source = ledger_source_of(*session);
  }
  {
    const std::lock_guard lock(mutex_);
    std::swap(watched_.session, session);
    ++watched_.number;
    watched_.began = Clock::now();
    state_ = std::move(state);
  }
  changed_.notify_all();
}

std::shared_ptr<const LedgerState> LedgerWatch::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

LedgerWatch::Watched LedgerWatch::watched() const {
  const std::lock_guard lock(mutex_);
  return watched_;
}

void LedgerWatch::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    const auto next = Clock::now() + period_;
    Watched core = watched();
    const bool by_calls =
        core.session && ledger_source_of(*core.session) == LedgerSource::DiagnosticsCall;
    if (core.session && !(by_calls && core.session->rests())) {
      look(core);
    }
    const bool idle = core.session == nullptr;
    core.session.reset();  // its lanes close when the last one who has it lets go
    const auto other = [&] { return watched_.number != core.number; };
    std::unique_lock lock(mutex_);
    if (idle) {
      changed_.wait(lock, stop, other);
    } else {
      changed_.wait_until(lock, stop, next, other);
    }
  }
}

void LedgerWatch::look(const Watched& core) {
  auto fresh = std::make_shared<LedgerState>(*state());
  try {
    metrics::Ledger ledger = read_ledger(*core.session);
    const std::chrono::duration<double> since = Clock::now() - core.began;
    fresh->history.add(since.count(), std::move(ledger));
    fresh->trouble.clear();
  } catch (const std::exception& error) {
    fresh->trouble = error.what();
    ++fresh->failed_looks;
  }
  std::shared_ptr<const LedgerState> state = std::move(fresh);
  const std::lock_guard lock(mutex_);
  if (core.number == watched_.number) {  // else it is of a core that is watched no longer
    state_.swap(state);
  }
}

}  // namespace orbbench::console
