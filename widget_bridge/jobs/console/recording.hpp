#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "console/latency_book.hpp"
#include "console/sample_feed.hpp"
#include "console/ticker.hpp"

namespace orbbench::console {

/// Records what comes by the feed on a thread of its own, whatever is to be seen of it.
/// Thread-safe.
class Recording {
 public:
  using Shown = std::shared_ptr<const LatencySeries>;

  /// The feed must outlive it, and have no other taker.
  explicit Recording(SampleFeed& feed,
                     std::chrono::milliseconds interval = std::chrono::seconds(1));

  /// Rises with each change of what read() returns.
  std::uint64_t version() const { return version_; }
  /// All series so far, in the order in which they came; those that did not change are the same
  /// objects as before.
  std::vector<Shown> read() const;

  /// Forgets what was recorded, but not that there were such series. Soon.
  void clear() { clear_ = true; }

  /// Seconds since it began: the x of its points.
  double now() const;

  void request_stop() { ticker_.request_stop(); }

 private:
  void record();

  SampleFeed& feed_;
  const LatencyBook::Clock::time_point begin_ = LatencyBook::Clock::now();
  LatencyBook book_;
  SampleFeed::Batch batch_;
  std::atomic<bool> clear_ = false;
  std::atomic<std::uint64_t> version_ = 0;
  mutable std::mutex mutex_;
  std::vector<Shown> shown_;
  Ticker ticker_;  // last: it uses all of the above
};

}  // namespace orbbench::console
