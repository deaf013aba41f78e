#pragma once

#include <cstdint>
#include <thread>
#include <vector>

#include "checks/workflow/cache_keys.hpp"

namespace orbbench::bench {

/// Takes the keys of these widgets out of the cache every few milliseconds, as long as it lives.
class CacheEmptier {
 public:
  /// Throws std::runtime_error when the cache is not reached.
  CacheEmptier(const CacheAddress& cache, const std::vector<std::int64_t>& widgets);

 private:
  void empty_until(const std::stop_token& stop);

  CacheKeys cache_;
  std::vector<std::string> keys_;
  std::jthread thread_;
};

}  // namespace orbbench::bench
