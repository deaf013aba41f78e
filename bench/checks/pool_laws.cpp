#include "checks/pool_laws.hpp"

#include <string>

namespace orbbench::bench {
namespace {

constexpr std::chrono::milliseconds kAtOnce{50};
constexpr std::chrono::milliseconds kRecovery{2000};

std::string of(std::size_t seen, std::size_t bound) {
  return std::to_string(seen) + ", bound " + std::to_string(bound);
}

}  // namespace

std::vector<std::string> find_broken_laws(const PoolObservation& seen) {
  std::vector<std::string> broken;
  const auto require = [&broken](bool holds, std::string law) {
    if (!holds) {
      broken.push_back(std::move(law));
    }
  };
  const std::uint32_t sockets = seen.sockets_at_peak - seen.sockets_before;
  require(seen.leased_at_peak == seen.lanes,
          "lanes: leased at the peak " + of(seen.leased_at_peak, seen.lanes));
  require(sockets == seen.lanes, "lanes: sockets at the core " + of(sockets, seen.lanes));
  require(seen.waiting_at_peak == seen.waiters,
          "waiters: in the queue at the peak " + of(seen.waiting_at_peak, seen.waiters));
  require(seen.refused, "exhaustion: a call beyond lanes and waiters was not refused");
  require(!seen.refused || seen.refusal <= kAtOnce,
          "exhaustion: refused only after " + std::to_string(seen.refusal.count()) + " us");
  require(seen.served == seen.lanes + seen.waiters,
          "fairness: of the calls that were let in, served " +
              of(seen.served, seen.lanes + seen.waiters));
  require(seen.idle_after == seen.lanes && seen.recovery <= kRecovery,
          "recovery: idle " + of(seen.idle_after, seen.lanes) + ", after " +
              std::to_string(seen.recovery.count()) + " ms");
  require(seen.next_call_works, "recovery: the next call failed");
  require(seen.lane_was_lost, "loss: a connection reset in mid-call did not end the call");
  require(!seen.lane_was_lost || seen.lane_was_replaced,
          "loss: the lane that was lost in mid-call was not replaced");
  require(seen.threads_after <= seen.threads_before,
          "threads: the core had " + std::to_string(seen.threads_before) + " before and " +
              std::to_string(seen.threads_after) + " once the pool was closed");
  return broken;
}

}  // namespace orbbench::bench
