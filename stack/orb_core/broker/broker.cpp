#include "broker/broker.hpp"

namespace orbbench::orb_core {

RequestQueue::iterator Broker::enter(Operation operation) {
  requests_[static_cast<std::size_t>(operation)].fetch_add(1, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  return queue_.insert(queue_.end(), QueuedRequest{++last_number_, operation});
}

void Broker::leave(RequestQueue::iterator place) {
  const std::lock_guard lock(mutex_);
  queue_.erase(place);
}

std::uint64_t Broker::requests(Operation operation) const {
  return requests_[static_cast<std::size_t>(operation)].load(std::memory_order_relaxed);
}

bool Broker::pause(std::chrono::steady_clock::duration duration) {
  std::unique_lock lock(mutex_);
  return !stopping_.wait_for(lock, duration, [this] { return stopped_; });
}

void Broker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_all();
}

void Broker::delay_replies(std::chrono::microseconds delay, double percent) {
  delay_ns_.store(std::chrono::nanoseconds(delay).count());
  delay_share_.store(percent / 100);
}

std::chrono::nanoseconds Broker::reply_delay(std::chrono::nanoseconds elapsed) const {
  const auto stretched = static_cast<double>(elapsed.count()) * delay_share_.load();
  return std::chrono::nanoseconds(delay_ns_.load() + static_cast<std::int64_t>(stretched));
}

bool Broker::take_reply_to_drop() {
  std::uint32_t left = replies_to_drop_.load();
  while (left > 0 && !replies_to_drop_.compare_exchange_weak(left, left - 1)) {
  }
  return left > 0;
}

}  // namespace orbbench::orb_core
