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
#include <optional>
#include <stop_token>
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
/// refused at once. A lane that was idle for longer than `idle_limit` is closed by reap().
/// Thread-safe. A Lane has number(), spent(), answered() and connected().
template <class Lane>
class LanePool {
 public:
  using Connect = std::function<std::unique_ptr<Lane>(std::size_t number, Deadline deadline)>;
  using Clock = Deadline::Clock;
  using ConnectBudget = std::optional<Clock::duration>;
  using Now = std::function<Clock::time_point()>;
  using Acquired = std::variant<std::unique_ptr<Lane>, LaneRefusal>;

  LanePool(PoolLimits limits, Connect connect, Now now = Clock::now);
  ~LanePool();
  LanePool(const LanePool&) = delete;
  LanePool& operator=(const LanePool&) = delete;

  /// Waits for a lane, connecting one where none is idle. Throws what `connect` throws.
  /// Connecting may take no longer than the budget, if there is one, from the moment on at which
  /// there is a place for it.
  Acquired acquire(Deadline deadline, ConnectBudget connect_budget = {});

  /// A spent lane is destroyed before its place is given away, so that no moment has a lane more.
  void release(std::unique_ptr<Lane> lane) noexcept;

  /// Connects every lane that is not, and those anew that were closed while idle. Throws what
  /// `connect` throws, at the first one.
  void connect_all(Deadline deadline);

  /// Closes the lanes that are idle for too long, the longest idle first. Returns when the next
  /// one will be, if there is any that may be closed.
  std::optional<Clock::time_point> reap();

  /// Reaps whenever a lane has been idle for too long, by the steady clock, and sleeps in between.
  void reap_until(std::stop_token stop);

  PoolState state() const;
  const PoolLimits& limits() const { return limits_; }

 private:
  /// The right to one lane: an idle one, or the number under which to connect.
  struct Place {
    std::size_t number = 0;
    std::unique_ptr<Lane> lane;
    bool just_used = false;
  };

  /// Between calls that follow one another at once a lane is not asked whether it is still
  /// connected: that costs a system call, two thirds of what a lease adds to the call, and the
  /// reply has just shown it.
  static constexpr std::chrono::microseconds kJustUsed{20};

  struct IdleLane {
    std::unique_ptr<Lane> lane;
    Clock::time_point since;
    bool answered = false;
  };

  struct Waiter {
    std::condition_variable served;
    bool has_place = false;
    Place place;
  };

  std::variant<Place, LaneRefusal> take_place(Deadline deadline);
  std::variant<Place, LaneRefusal> wait_in_queue(std::unique_lock<std::mutex>& lock,
                                                 Deadline deadline);
  std::unique_ptr<Lane> fill(Place place, Deadline deadline, ConnectBudget connect_budget = {});
  void give_place(Place place) noexcept;
  std::optional<std::size_t> take_unconnected();
  std::optional<Place> take_dead();
  std::optional<Place> take_expired(Clock::time_point now);
  void close(Place place) noexcept;
  std::optional<Clock::time_point> next_expiry() const;

  const PoolLimits limits_;
  const Connect connect_;
  const Now now_;

  mutable std::mutex mutex_;
  std::vector<IdleLane> idle_;  // the one idle longest first; has room for all lanes
  std::condition_variable_any expiry_known_;
  bool reaper_knows_no_expiry_ = false;
  std::vector<std::size_t> unconnected_;
  std::deque<Waiter*> queue_;
  std::size_t leased_ = 0;
};

template <class Lane>
LanePool<Lane>::LanePool(PoolLimits limits, Connect connect, Now now)
    : limits_(limits), connect_(std::move(connect)), now_(std::move(now)) {
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
typename LanePool<Lane>::Acquired LanePool<Lane>::acquire(Deadline deadline,
                                                          ConnectBudget connect_budget) {
  auto taken = take_place(deadline);
  if (const auto* refusal = std::get_if<LaneRefusal>(&taken)) {
    return *refusal;
  }
  return fill(std::get<Place>(std::move(taken)), deadline, connect_budget);
}

template <class Lane>
std::variant<typename LanePool<Lane>::Place, LaneRefusal> LanePool<Lane>::take_place(
    Deadline deadline) {
  std::unique_lock lock(mutex_);
  // Places are free only while nobody queues: give_place() serves the queue first.
  if (!idle_.empty()) {
    // The lane last used is the one whose caches are warm, and the others may stay idle.
    IdleLane& last = idle_.back();
    const bool just_used = last.answered && now_() - last.since < kJustUsed;
    Place place{last.lane->number(), std::move(last.lane), just_used};
    idle_.pop_back();
    ++leased_;
    return place;
  }
  if (!unconnected_.empty()) {
    Place place{unconnected_.back(), nullptr, false};
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
std::unique_ptr<Lane> LanePool<Lane>::fill(Place place, Deadline deadline,
                                           ConnectBudget connect_budget) {
  if (place.lane && (place.just_used || place.lane->connected())) {
    return std::move(place.lane);
  }
  place.lane.reset();
  // Free for the next one unless the connection comes about.
  const auto give_back = [this](const Place* unused) {
    give_place({unused->number, nullptr, false});
  };
  std::unique_ptr<const Place, decltype(give_back)> unused(&place, give_back);
  auto lane = connect_(place.number, connect_budget ? deadline.capped(*connect_budget) : deadline);
  unused.release();
  return lane;
}

template <class Lane>
void LanePool<Lane>::release(std::unique_ptr<Lane> lane) noexcept {
  const bool answered = lane->answered();
  Place place{lane->number(), std::move(lane), answered};
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
  if (!place.lane) {
    unconnected_.push_back(place.number);
    return;
  }
  const bool may_expire = limits_.idle_limit.count() > 0;
  idle_.push_back({std::move(place.lane), now_(), place.just_used});
  // A reaper that waits for an expiry waits for one that comes before this lane's.
  if (may_expire && reaper_knows_no_expiry_ && idle_.size() > limits_.min_idle) {
    reaper_knows_no_expiry_ = false;
    expiry_known_.notify_one();
  }
}

template <class Lane>
void LanePool<Lane>::connect_all(Deadline deadline) {
  while (auto dead = take_dead()) {
    close(*std::move(dead));
  }
  while (const auto number = take_unconnected()) {
    give_place({*number, fill({*number, nullptr}, deadline)});
  }
}

template <class Lane>
std::optional<std::size_t> LanePool<Lane>::take_unconnected() {
  const std::lock_guard lock(mutex_);
  if (unconnected_.empty()) {
    return std::nullopt;
  }
  const std::size_t number = unconnected_.back();
  unconnected_.pop_back();
  ++leased_;
  return number;
}

template <class Lane>
std::optional<typename LanePool<Lane>::Place> LanePool<Lane>::take_dead() {
  const std::lock_guard lock(mutex_);
  const auto dead = std::find_if(idle_.begin(), idle_.end(),
                                 [](const IdleLane& idle) { return !idle.lane->connected(); });
  if (dead == idle_.end()) {
    return std::nullopt;
  }
  Place place{dead->lane->number(), std::move(dead->lane)};
  idle_.erase(dead);
  ++leased_;
  return place;
}

template <class Lane>
std::optional<typename LanePool<Lane>::Clock::time_point> LanePool<Lane>::reap() {
  const Clock::time_point now = now_();
  while (auto expired = take_expired(now)) {
    close(*std::move(expired));
  }
  const std::lock_guard lock(mutex_);
  return next_expiry();
}

template <class Lane>
std::optional<typename LanePool<Lane>::Place> LanePool<Lane>::take_expired(Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto expiry = next_expiry();
  if (!expiry || *expiry > now) {
    return std::nullopt;
  }
  Place place{idle_.front().lane->number(), std::move(idle_.front().lane)};
  idle_.erase(idle_.begin());
  ++leased_;
  return place;
}

// Outside the lock: closing a lane tells the core. Its place counts as leased until it is closed.
template <class Lane>
void LanePool<Lane>::close(Place place) noexcept {
  place.lane.reset();
  give_place(std::move(place));
}

template <class Lane>
std::optional<typename LanePool<Lane>::Clock::time_point> LanePool<Lane>::next_expiry() const {
  if (limits_.idle_limit.count() == 0 || idle_.size() <= limits_.min_idle) {
    return std::nullopt;
  }
  return idle_.front().since + limits_.idle_limit;
}

template <class Lane>
void LanePool<Lane>::reap_until(std::stop_token stop) {
  while (!stop.stop_requested()) {
    reap();
    std::unique_lock lock(mutex_);
    if (const auto expiry = next_expiry()) {
      expiry_known_.wait_until(lock, stop, *expiry, [] { return false; });
    } else {
      reaper_knows_no_expiry_ = true;
      expiry_known_.wait(lock, stop, [this] { return !reaper_knows_no_expiry_; });
    }
  }
}

template <class Lane>
PoolState LanePool<Lane>::state() const {
  const std::lock_guard lock(mutex_);
  return {.idle = idle_.size(), .leased = leased_, .waiting = queue_.size()};
}

}  // namespace orbbench::orb_client
