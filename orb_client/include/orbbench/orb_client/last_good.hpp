#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <iterator>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {

enum class Freshness { Fresh, Stale };

/// A value, and whether it is from now or from the past.
template <class Value>
struct Answer {
  Value value;
  Freshness freshness = Freshness::Fresh;
  std::chrono::steady_clock::duration age{};  ///< since the core gave it; 0 when fresh
};

/// The values that an operation gave last, by key: at most `capacity` of them, of which the one
/// kept longest ago goes first, and none older than `max_age`. Owned by the caller, who thereby
/// says what its type is and for how long it matters. Thread-safe.
template <class Key, class Value>
class LastGood {
 public:
  using Clock = std::chrono::steady_clock;
  using Now = std::function<Clock::time_point()>;

  /// Throws ConfigError for a capacity of zero, or an age that is not positive.
  LastGood(std::size_t capacity, Clock::duration max_age, Now now = Clock::now)
      : capacity_(capacity), max_age_(max_age), now_(std::move(now)) {
    if (capacity_ == 0 || max_age_ <= Clock::duration::zero()) {
      throw ConfigError(
          "last good answers: a capacity of 1 or more, and an age above 0, would be "
          "right");
    }
  }

  void keep(const Key& key, Value value) {
    const Clock::time_point now = now_();
    const std::lock_guard lock(mutex_);
    if (const auto known = index_.find(key); known != index_.end()) {
      entries_.erase(known->second);
      index_.erase(known);
    } else if (index_.size() == capacity_) {
      index_.erase(entries_.front().key);
      entries_.pop_front();
    }
    entries_.push_back(Entry{key, std::move(value), now});
    index_.emplace(key, std::prev(entries_.end()));
  }

  std::optional<Answer<Value>> find(const Key& key) const {
    const Clock::time_point now = now_();
    const std::lock_guard lock(mutex_);
    const auto known = index_.find(key);
    if (known == index_.end() || now - known->second->kept_at > max_age_) {
      return std::nullopt;
    }
    return Answer<Value>{known->second->value, Freshness::Stale, now - known->second->kept_at};
  }

  /// To be called when the value is known to have changed: after a delete, say.
  void forget(const Key& key) {
    const std::lock_guard lock(mutex_);
    if (const auto known = index_.find(key); known != index_.end()) {
      entries_.erase(known->second);
      index_.erase(known);
    }
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return index_.size();
  }

 private:
  struct Entry {
    Key key;
    Value value;
    Clock::time_point kept_at;
  };

  const std::size_t capacity_;
  const Clock::duration max_age_;
  const Now now_;

  mutable std::mutex mutex_;
  std::list<Entry> entries_;  // the one kept longest ago first
  std::map<Key, typename std::list<Entry>::iterator> index_;
};

}  // namespace orbbench::orb_client
