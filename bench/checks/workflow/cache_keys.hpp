#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace orbbench::bench {

/// Where the stack's cache is reached.
struct CacheAddress {
  std::string host;
  std::uint16_t port = 6379;
};

/// A look into the stack's cache. Used by one thread. Throws std::runtime_error when it cannot be
/// reached within 2 s.
class CacheKeys {
 public:
  explicit CacheKeys(const CacheAddress& address);
  ~CacheKeys();
  CacheKeys(const CacheKeys&) = delete;
  CacheKeys& operator=(const CacheKeys&) = delete;

  /// How many of these were there and were removed. At least one.
  std::int64_t remove(const std::vector<std::string>& keys);

  static std::string key_of(std::int64_t widget_id);

 private:
  struct Connection;
  std::string place_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace orbbench::bench
