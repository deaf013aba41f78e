#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <variant>
#include <vector>

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::orb_client {

/// Why a lane could not be had.
enum class LaneRefusal { QueueFull, DeadlinePassed };

/// The queue discipline of ConnectionPool, for any lane: at most `lanes` of them exist, free ones
/// are handed to the waiters in the order in which they came, and a waiter beyond the bound is
/// refused at once. Thread-safe. A Lane has number(), spent() and connected().
template <class Lane>
class LanePool {
 public:
  using Connect = std::function<std::unique_ptr<Lane>(std::size_t number, Deadline deadline)>;
  using Acquired = std::variant<std::unique_ptr<Lane>, LaneRefusal>;

  LanePool(PoolLimits limits, Connect connect);
  ~LanePool();
  LanePool(const LanePool&) = delete;
  LanePool& operator=(const LanePool&) = delete;

  /// Waits for a lane, connecting one where none is idle. Throws what `connect` throws.
  Acquired acquire(Deadline deadline);

  /// A spent lane is destroyed before its place is given away, so that no moment has a lane more.
  void release(std::unique_ptr<Lane> lane) noexcept;

  PoolState state() const;
  const PoolLimits& limits() const { return limits_; }

 private:
  /// The right to one lane: an idle one, or the number under which to connect.
  struct Place {
    std::size_t number = 0;
    std::unique_ptr<Lane> lane;
  };

  struct Waiter {
    std::condition_variable served;
    bool has_place = false;
    Place place;
  };

  std::variant<Place, LaneRefusal> take_place(Deadline deadline);
  std::variant<Place, LaneRefusal> wait_in_queue(std::unique_lock<std::mutex>& lock,
                                                 Deadline deadline);
  std::unique_ptr<Lane> fill(Place place, Deadline deadline);
  void give_place(Place place) noexcept;

  const PoolLimits limits_;
  const Connect connect_;

  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Lane>> idle_;
  std::vector<std::size_t> unconnected_;
  std::deque<Waiter*> queue_;
  std::size_t leased_ = 0;
};

template <class Lane>
LanePool<Lane>::LanePool(PoolLimits limits, Connect connect)
    : limits_(limits), connect_(std::move(connect)) {
  idle_.reserve(limits_.lanes);
  unconnected_.reserve(limits_.lanes);
  for (std::size_t number = limits_.lanes; number > 0; --number) {
    unconnected_.push_back(number - 1);
  }
}

template <class Lane>
LanePool<Lane>::~LanePool() {
  const std::lock_guard lock(mutex_);
  if (leased_ != 0 || !queue_.empty()) {
    std::fprintf(stderr, "orbbench: a pool was destroyed with %zu leases out and %zu waiters\n",
                 leased_, queue_.size());
    std::abort();
  }
}

template <class Lane>
typename LanePool<Lane>::Acquired LanePool<Lane>::acquire(Deadline deadline) {
  auto taken = take_place(deadline);
  if (const auto* refusal = std::get_if<LaneRefusal>(&taken)) {
    return *refusal;
  }
  return fill(std::get<Place>(std::move(taken)), deadline);
}

template <class Lane>
std::variant<typename LanePool<Lane>::Place, LaneRefusal> LanePool<Lane>::take_place(
    Deadline deadline) {
  std::unique_lock lock(mutex_);
  // Places are free only while nobody queues: give_place() serves the queue first.
  if (!idle_.empty()) {
    // The lane last used is the one whose caches are warm, and the others may stay idle.
    Place place{idle_.back()->number(), std::move(idle_.back())};
    idle_.pop_back();
    ++leased_;
    return place;
  }
  if (!unconnected_.empty()) {
    Place place{unconnected_.back(), nullptr};
    unconnected_.pop_back();
    ++leased_;
    return place;
  }
  if (queue_.size() >= limits_.waiters) {
    return LaneRefusal::QueueFull;
  }
  return wait_in_queue(lock, deadline);
}

template <class Lane>
std::variant<typename LanePool<Lane>::Place, LaneRefusal> LanePool<Lane>::wait_in_queue(
    std::unique_lock<std::mutex>& lock, Deadline deadline) {
  Waiter waiter;
  queue_.push_back(&waiter);
  if (!waiter.served.wait_until(lock, deadline.instant(), [&] { return waiter.has_place; })) {
    queue_.erase(std::find(queue_.begin(), queue_.end(), &waiter));
    return LaneRefusal::DeadlinePassed;
  }
  return std::move(waiter.place);
}

template <class Lane>
std::unique_ptr<Lane> LanePool<Lane>::fill(Place place, Deadline deadline) {
  if (place.lane && place.lane->connected()) {
    return std::move(place.lane);
  }
  place.lane.reset();
  try {
    return connect_(place.number, deadline);
  } catch (...) {
    give_place({place.number, nullptr});
    throw;
  }
}

template <class Lane>
void LanePool<Lane>::release(std::unique_ptr<Lane> lane) noexcept {
  Place place{lane->number(), std::move(lane)};
  if (place.lane->spent()) {
    place.lane.reset();
  }
  give_place(std::move(place));
}

template <class Lane>
void LanePool<Lane>::give_place(Place place) noexcept {
  const std::lock_guard lock(mutex_);
  if (!queue_.empty()) {
    Waiter* first = queue_.front();
    queue_.pop_front();
    first->place = std::move(place);
    first->has_place = true;
    // Under the lock: the waiter, and its condition with it, ends as soon as it can take the lock.
    first->served.notify_one();
    return;
  }
  --leased_;
  if (place.lane) {
    idle_.push_back(std::move(place.lane));
  } else {
    unconnected_.push_back(place.number);
  }
}

template <class Lane>
PoolState LanePool<Lane>::state() const {
  const std::lock_guard lock(mutex_);
  return {.idle = idle_.size(), .leased = leased_, .waiting = queue_.size()};
}

}  // namespace orbbench::orb_client
