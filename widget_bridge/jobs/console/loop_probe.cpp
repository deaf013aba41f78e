#include "console/loop_probe.hpp"

#include <algorithm>

namespace orbbench::console {
namespace {

LoopProbe::Clock::duration quantile(std::vector<LoopProbe::Clock::duration>& waits, double share) {
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(waits.size() - 1));
  std::nth_element(waits.begin(), waits.begin() + rank, waits.end());
  return waits[static_cast<std::size_t>(rank)];
}

}  // namespace

LoopProbe::LoopProbe(widget_bridge::UiThread& ui)
    : ui_(ui), heart_([this](const std::stop_token& stop) { beat_until(stop); }) {}

LoopProbe::~LoopProbe() = default;

void LoopProbe::beat_until(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    beat();
    due_.wait_for(lock, stop, beats_->pause(), [] { return false; });
  }
}

void LoopProbe::beat() {
  if (!beats_->due()) {
    return;
  }
  try {
    ui_.post([beats = beats_] { beats->arrived(); });
  } catch (const widget_bridge::UiThreadBusy&) {
    // The queue is full: this beat waits since now all the same, and is posted with the next one.
    const std::lock_guard lock(beats_->mutex);
    beats_->posted = false;
  }
}

std::chrono::milliseconds LoopProbe::Beats::pause() const {
  const std::lock_guard lock(mutex);
  return period;
}

bool LoopProbe::Beats::due() {
  const std::lock_guard lock(mutex);
  if (posted) {
    return false;
  }
  if (!waiting_since) {
    waiting_since = Clock::now();
  }
  posted = true;
  return true;
}

void LoopProbe::Beats::arrived() {
  const std::lock_guard lock(mutex);
  posted = false;
  if (!waiting_since) {
    return;  // reset() came between
  }
  for (auto wait = Clock::now() - *waiting_since; wait >= Clock::duration::zero(); wait -= period) {
    add(wait);
  }
  waiting_since.reset();
}

void LoopProbe::Beats::add(Clock::duration wait) {
  if (waits.size() < kMostBeats) {
    waits.push_back(wait);
    return;
  }
  waits[next] = wait;
  next = (next + 1) % kMostBeats;
}

LoopProbe::Report LoopProbe::report() const {
  std::vector<Clock::duration> waits;
  Clock::duration pending{};
  Clock::duration period{};
  {
    const std::lock_guard lock(beats_->mutex);
    period = beats_->period;
    waits = beats_->waits;
    pending = beats_->waiting_since ? Clock::now() - *beats_->waiting_since : Clock::duration{};
  }
  if (pending > period) {
    waits.push_back(pending);
  }
  Report report{.beats = waits.size()};
  if (!waits.empty()) {
    constexpr double kMedian = 0.5;
    constexpr double kTail = 0.99;
    report.p50 = quantile(waits, kMedian);
    report.p99 = quantile(waits, kTail);
    report.longest = *std::max_element(waits.begin(), waits.end());
  }
  return report;
}

void LoopProbe::reset() {
  const std::lock_guard lock(beats_->mutex);
  beats_->waits.clear();
  beats_->next = 0;
  beats_->waiting_since.reset();
}

void LoopProbe::beat_each(std::chrono::milliseconds period) {
  const std::lock_guard lock(beats_->mutex);
  beats_->period = period;
}

}  // namespace orbbench::console
