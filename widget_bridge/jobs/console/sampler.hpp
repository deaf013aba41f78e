#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "console/core_session.hpp"
#include "console/sample_feed.hpp"

namespace orbbench::console {

/// Pings the core at a steady rate and feeds what each call took, on a thread of its own with a
/// lane of its own while it samples. A call that could not be made in its turn, because the one
/// before took too long, is made afterwards and measured from its turn on, so that a core that
/// stalls does not look fast. A session that rests is let be. Thread-safe.
class Sampler {
 public:
  static constexpr const char* kSeries = "ping (own sampling)";
  static constexpr unsigned kMostPerSecond = 1000;

  /// The feed must outlive it.
  explicit Sampler(SampleFeed& feed);

  /// Samples that core from now on, `per_second` times (1 to 1000), instead of another one; null
  /// for none. Returns at once.
  void sample(std::shared_ptr<CoreSession> session, unsigned per_second);

  struct State {
    bool sampling = false;
    std::uint64_t calls = 0;     ///< that were answered
    std::uint64_t failures = 0;  ///< that were not; they are in no series
    std::uint64_t left_out = 0;  ///< turns that passed while a failing call was waited for
    std::string trouble;         ///< why the last call failed; empty when it did not
  };
  State state() const;

  void request_stop() { thread_.request_stop(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Job {
    std::shared_ptr<CoreSession> session;
    Clock::duration period{};
  };

  void run(const std::stop_token& stop);
  void sample_until_changed(const Job& job, std::uint64_t number, const std::stop_token& stop);
  bool wait_until(Clock::time_point turn, std::uint64_t number, const std::stop_token& stop);
  /// Whether it was answered.
  bool call(CoreSession& session, Clock::time_point turn);
  void note_left_out(std::uint64_t turns);

  SampleFeed& feed_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  Job job_;
  std::uint64_t number_ = 0;  ///< of the job
  State state_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace orbbench::console
