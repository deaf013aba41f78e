#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "model/widget_record.hpp"
#include "orbbench/service/redis_pool.hpp"

namespace orbbench::widget_core {

/// Widgets in Redis: `widget:{id}`, a string of JSON with a TTL.
///
/// No reader may put back what a writer has replaced. Beside each key there is a lease,
/// `orbbench:lease:{id}`, with a random token: a reader that misses takes it before it reads the
/// database, and its value is stored only if the lease is still its own. A writer takes the lease
/// from whoever has it before it commits, which also removes the key, and gives it back together
/// with the new value. A writer that dies in between leaves a lease that ends by itself, and no
/// value.
///
/// Where a writer could not reach Redis, the cache is suspended: it is read again only after what
/// may be stale was removed (resume()). Thread-safe.
class WidgetCache {
 public:
  WidgetCache(service::RedisPool& redis, std::chrono::seconds ttl);

  struct Lookup {
    std::optional<WidgetRecord> record;
    std::string lease;  ///< for fill(); empty where there is none to be had
  };
  /// Never throws RedisUnavailable: that is a miss without a lease.
  Lookup look_up(std::int64_t id);
  void fill(const WidgetRecord& record, const std::string& lease);
  /// There was nothing to fill in.
  void give_up(std::int64_t id, const std::string& lease);

  /// The writer's lease. Throws RedisUnavailable.
  std::string begin_write(std::int64_t id);
  /// Throws RedisUnavailable.
  void finish_write(const WidgetRecord& record, const std::string& lease);
  void finish_removal(std::int64_t id, const std::string& lease);
  /// Removes the value, whoever is at it. Throws RedisUnavailable.
  void remove(std::int64_t id);

  /// From now on there are values that may be stale.
  void suspend();
  bool suspended() const;
  /// Which suspension that is: resume() does nothing when there has been another one since.
  std::uint64_t suspension() const;
  /// Ends it, unless Redis was lost meanwhile.
  void resume(std::uint64_t suspension);
  /// Removes every widget: a Redis that has restarted may hold an old state. Throws
  /// RedisUnavailable.
  void remove_all();
  bool reachable();

  std::uint64_t hits() const { return hits_; }
  std::uint64_t misses() const { return misses_; }

 private:
  service::RedisPool& redis_;
  const std::string ttl_s_;
  std::atomic<std::uint64_t> hits_ = 0;
  std::atomic<std::uint64_t> misses_ = 0;

  mutable std::mutex mutex_;
  bool suspended_ = false;
  std::uint64_t suspensions_ = 0;
  std::uint64_t known_losses_ = 0;
};

}  // namespace orbbench::widget_core
