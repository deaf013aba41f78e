#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

/// How long the event loop leaves waiting what is posted to it, as a heartbeat measures it. A beat
/// that waits longer stands for those that were to follow meanwhile, so that a loop that stood
/// still for a second counts as ten late beats and not as one. Each beat wakes the window up, which
/// a core on the same machine pays for: hence so few. Thread-safe; made and destroyed on the UI
/// thread, which outlives it.
class LoopProbe {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBeat{100};
  static constexpr std::size_t kMostBeats = 2400;

  explicit LoopProbe(widget_bridge::UiThread& ui);
  ~LoopProbe();

  struct Report {
    std::size_t beats = 0;
    Clock::duration p50{};
    Clock::duration p99{};
    Clock::duration longest{};
  };
  /// Of the latest kMostBeats since reset(), the one that waits at present included.
  Report report() const;
  void reset();
  /// From the next beat on. What a standstill shows is shorter than it was by a beat at the most.
  void beat_each(std::chrono::milliseconds period);

 private:
  struct Beats {
    mutable std::mutex mutex;
    std::chrono::milliseconds period = kBeat;
    std::vector<Clock::duration> waits;  // a ring
    std::size_t next = 0;
    std::optional<Clock::time_point> waiting_since;
    bool posted = false;

    void add(Clock::duration wait);
    std::chrono::milliseconds pause() const;
    bool due();
    void arrived();
  };

  void beat_until(const std::stop_token& stop);
  void beat();

  widget_bridge::UiThread& ui_;
  std::shared_ptr<Beats> beats_ = std::make_shared<Beats>();
  std::mutex mutex_;
  std::condition_variable_any due_;
  std::jthread heart_;  // last: it ends before what it uses
};

}  // namespace orbbench::console
