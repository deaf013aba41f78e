#include "cache_emptier.hpp"

#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>

namespace orbbench::bench {
namespace {

constexpr std::chrono::milliseconds kInterval{5};

}  // namespace

CacheEmptier::CacheEmptier(const CacheAddress& cache, const std::vector<std::int64_t>& widgets)
    : cache_(cache) {
  for (const std::int64_t widget : widgets) {
    keys_.push_back(CacheKeys::key_of(widget));
  }
  thread_ = std::jthread([this](const std::stop_token& stop) { empty_until(stop); });
}

void CacheEmptier::empty_until(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any paused;
  std::unique_lock lock(mutex);
  try {
    while (!stop.stop_requested()) {
      cache_.remove(keys_);
      paused.wait_for(lock, stop, kInterval, [] { return false; });
    }
  } catch (const std::runtime_error& error) {
    // The share of misses will show it too.
    std::cerr << "orbbench-http-cost: " << error.what() << '\n';
  }
}

}  // namespace orbbench::bench
