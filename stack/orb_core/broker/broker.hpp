#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>

#include "broker/operation.hpp"
#include "memory/deallocation.hpp"

namespace orbbench::orb_core {

/// A request that the core is working on.
struct QueuedRequest {
  std::uint64_t number;
  Operation operation;
};

using RequestQueue =
    std::list<QueuedRequest, SiteAllocator<QueuedRequest, Site::RequestQueueEntry>>;

/// What all servants share: the queue and the counts of requests, the faults of replies, and the
/// end of the process. One per core; thread-safe.
class Broker {
 public:
  RequestQueue::iterator enter(Operation operation);
  void leave(RequestQueue::iterator place);

  std::uint64_t requests(Operation operation) const;

  /// Sleeps, but no longer than the core lives. False when it was cut short by the core's end.
  bool pause(std::chrono::steady_clock::duration duration);

  /// Wakes all that pause, for good. Safe to call twice.
  void stop();

  void delay_replies(std::chrono::microseconds delay, double percent);
  void drop_replies(std::uint32_t count) { replies_to_drop_.store(count); }

  /// How much longer than `elapsed` a call must take.
  std::chrono::nanoseconds reply_delay(std::chrono::nanoseconds elapsed) const;

  /// True for each reply that is to be dropped, and counts it.
  bool take_reply_to_drop();

 private:
  std::mutex mutex_;
  std::condition_variable_any stopping_;
  RequestQueue queue_;
  std::uint64_t last_number_ = 0;
  bool stopped_ = false;

  std::array<std::atomic<std::uint64_t>, kOperationNames.size()> requests_{};
  std::atomic<std::int64_t> delay_ns_{0};
  std::atomic<double> delay_share_{0};
  std::atomic<std::uint32_t> replies_to_drop_{0};
};

}  // namespace orbbench::orb_core
