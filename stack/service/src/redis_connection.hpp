#pragma once

#include <hiredis/hiredis.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "orbbench/service/redis_pool.hpp"

namespace orbbench::service {

/// One connection to Redis. One thread at a time; of no use after a ConnectionLost.
class RedisConnection {
 public:
  /// The connection ended, or the answer did not come in time.
  class ConnectionLost : public RedisUnavailable {
   public:
    enum class Reason { Ended, TooLate };
    ConnectionLost(Reason why, const std::string& text) : RedisUnavailable(text), reason(why) {}
    const Reason reason;
  };

  /// Redis answered with an error, whose text this is.
  class ErrorReply : public RedisUnavailable {
   public:
    using RedisUnavailable::RedisUnavailable;
  };

  /// Throws ConnectionLost.
  RedisConnection(const std::string& host, std::uint16_t port, std::chrono::milliseconds timeout);

  /// Throws ConnectionLost, ErrorReply.
  RedisValue command(const std::vector<std::string>& words);

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  [[noreturn]] void fail() const;

  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace orbbench::service
