#include "worker/lease_keeper.hpp"

namespace orbbench::bench {

LeaseKeeper::LeaseKeeper(work::Queue& queue, const work::LeasedItem& item,
                         std::chrono::milliseconds how_long, const std::stop_token& stop)
    : queue_(queue),
      item_(item),
      how_long_(how_long),
      outer_stop_(stop, [this] { work_.request_stop(); }),
      renewing_([this](const std::stop_token& end) { renew(end); }) {}

bool LeaseKeeper::end() {
  renewing_.request_stop();
  renewing_.join();
  return is_lost_;
}

void LeaseKeeper::renew(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    {
      std::unique_lock lock(mutex_);
      never_.wait_for(lock, stop, how_long_ / 3, [] { return false; });
    }
    if (stop.stop_requested()) {
      return;
    }
    try {
      if (!queue_.heartbeat(item_, how_long_)) {
        is_lost_ = true;
        work_.request_stop();
        return;
      }
    } catch (const store::StoreUnavailable&) {
      // Whether the lease is still ours is known when the database is back.
    }
  }
}

}  // namespace orbbench::bench
