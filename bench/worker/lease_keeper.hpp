#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

#include "orbbench/work/queue.hpp"

namespace orbbench::bench {

/// Renews a lease while its holder works, three times within its length, on a thread of its own;
/// and asks the holder to stop once the lease is somebody else's, or when `stop` is asked for. A
/// database that is away for a while changes nothing: the lease is the holder's until another one
/// takes it.
class LeaseKeeper {
 public:
  /// The queue is this keeper's alone as long as it lives.
  LeaseKeeper(work::Queue& queue, const work::LeasedItem& item, std::chrono::milliseconds how_long,
              const std::stop_token& stop);

  std::stop_token token() const { return work_.get_token(); }

  /// Ends the renewing. Whether the lease was lost until then.
  bool end();

 private:
  void renew(const std::stop_token& stop);

  work::Queue& queue_;
  const work::LeasedItem& item_;
  std::chrono::milliseconds how_long_;
  std::stop_source work_;
  std::stop_callback<std::function<void()>> outer_stop_;
  std::mutex mutex_;
  std::condition_variable_any never_;
  bool is_lost_ = false;
  std::jthread renewing_;
};

}  // namespace orbbench::bench
