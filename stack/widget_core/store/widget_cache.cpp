#include "store/widget_cache.hpp"

#include <sodium.h>

#include <array>
#include <vector>

#include "store/cache_scripts.hpp"

namespace orbbench::widget_core {
namespace {

using service::RedisUnavailable;
using service::RedisValue;

// A writer takes it last before its commit, which a statement timeout bounds.
constexpr const char* kLeaseMilliseconds = "15000";
// A reader that died keeps others from storing for so long.
constexpr const char* kReaderLeaseMilliseconds = "10000";

std::vector<std::string> keys_of(std::int64_t id) {
  const std::string number = std::to_string(id);
  return {"widget:" + number, "orbbench:lease:" + number};
}

std::string make_token(char kind) {
  std::array<unsigned char, 16> octets{};
  randombytes_buf(octets.data(), octets.size());
  std::array<char, 2 * 16 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), octets.data(), octets.size());
  return kind + std::string(hex.data());
}

}  // namespace

WidgetCache::WidgetCache(service::RedisPool& redis, std::chrono::seconds ttl)
    : redis_(redis), ttl_s_(std::to_string(ttl.count())), known_losses_(redis.losses()) {}

WidgetCache::Lookup WidgetCache::look_up(std::int64_t id) {
  Lookup lookup;
  if (!suspended()) {
    try {
      const std::string token = make_token('r');
      const char* garbled = "0";
      for (int round = 0; round < 2 && !lookup.record; ++round) {
        const RedisValue found =
            redis_.script(kLookUpScript, keys_of(id), {token, kReaderLeaseMilliseconds, garbled});
        if (!found || !found->starts_with('=')) {
          lookup.lease = found == "+" ? token : "";
          break;
        }
        lookup.record = parse_record(std::string_view(*found).substr(1));
        if (lookup.record && lookup.record->widget.id != id) {
          lookup.record.reset();
        }
        garbled = "1";
      }
    } catch (const RedisUnavailable&) {
      // Reads go on without it; the loss is noted by the next look.
    }
  }
  ++(lookup.record ? hits_ : misses_);
  return lookup;
}

void WidgetCache::fill(const WidgetRecord& record, const std::string& lease) {
  if (lease.empty() || suspended()) {
    return;
  }
  try {
    redis_.script(kFillScript, keys_of(record.widget.id), {lease, to_json(record).dump(), ttl_s_});
  } catch (const RedisUnavailable&) {
    // Nothing is stale by that.
  }
}

void WidgetCache::give_up(std::int64_t id, const std::string& lease) {
  if (lease.empty() || suspended()) {
    return;
  }
  try {
    redis_.script(kGiveUpScript, keys_of(id), {lease});
  } catch (const RedisUnavailable&) {
    // The lease ends by itself.
  }
}

std::string WidgetCache::begin_write(std::int64_t id) {
  const std::string token = make_token('w');
  redis_.script(kBeginWriteScript, keys_of(id), {token, kLeaseMilliseconds});
  return token;
}

void WidgetCache::finish_write(const WidgetRecord& record, const std::string& lease) {
  redis_.script(kFinishWriteScript, keys_of(record.widget.id),
                {lease, to_json(record).dump(), ttl_s_});
}

void WidgetCache::finish_removal(std::int64_t id, const std::string& lease) {
  redis_.script(kFinishWriteScript, keys_of(id), {lease, "", ttl_s_});
}

void WidgetCache::remove(std::int64_t id) {
  redis_.script(kRemoveScript, keys_of(id), {});
}

void WidgetCache::remove_all() {
  RedisValue cursor = "0";
  do {
    cursor = redis_.script(kRemoveSomeScript, {}, {cursor.value_or("0")});
  } while (cursor && cursor != "0");
}

void WidgetCache::suspend() {
  const std::lock_guard lock(mutex_);
  suspended_ = true;
  ++suspensions_;
}

bool WidgetCache::suspended() const {
  const std::lock_guard lock(mutex_);
  return suspended_ || redis_.losses() != known_losses_;
}

std::uint64_t WidgetCache::suspension() const {
  const std::lock_guard lock(mutex_);
  return suspensions_ + redis_.losses();
}

void WidgetCache::resume(std::uint64_t suspension) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t losses = redis_.losses();
  if (suspensions_ + losses == suspension) {
    suspended_ = false;
    known_losses_ = losses;
  }
}

bool WidgetCache::reachable() {
  try {
    return redis_.command({"PING"}) == "PONG";
  } catch (const RedisUnavailable&) {
    return false;
  }
}

}  // namespace orbbench::widget_core
