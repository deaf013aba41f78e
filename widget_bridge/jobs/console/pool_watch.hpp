#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "console/core_session.hpp"
#include "console/ticker.hpp"

namespace orbbench::console {

/// One look at the pools of a session, all endpoints together and each.
struct PoolPoint {
  double at = 0;                                 ///< seconds since the watch began
  std::vector<orb_client::PoolState> endpoints;  ///< as PoolHistory::endpoints
  double connections = 0;  ///< at the core, as its metrics page said last; NaN where not known
};

struct PoolHistory {
  std::vector<std::string> endpoints;
  std::deque<PoolPoint> points;
  std::vector<orb_client::BreakerReport> breakers;  ///< as they are now
  std::uint64_t forgotten_points = 0;
  std::string metrics_trouble;  ///< why the core's own number is not known; empty where it is
};

/// Watches the pools and breakers of one session four times a second, on a thread of its own, and
/// what the core's metrics say every other second, on another, as a core may keep that one waiting.
/// Thread-safe.
class PoolWatch {
 public:
  static constexpr std::size_t kMostPoints = 7'200;  ///< half an hour

  PoolWatch();

  /// Watches that one from now on, and forgets what was before; null for none.
  void watch(std::shared_ptr<CoreSession> session);

  std::uint64_t version() const { return version_; }
  /// With the points later than `after` alone.
  PoolHistory read(double after) const;

  void request_stop();

 private:
  std::shared_ptr<CoreSession> session() const;
  void look();
  void scrape();

  using Clock = std::chrono::steady_clock;
  const Clock::time_point begin_ = Clock::now();
  std::atomic<std::uint64_t> version_ = 0;
  mutable std::mutex mutex_;
  std::shared_ptr<CoreSession> session_;
  PoolHistory history_;
  double connections_;
  Ticker looking_;  // last: they use all of the above
  Ticker scraping_;
};

}  // namespace orbbench::console
