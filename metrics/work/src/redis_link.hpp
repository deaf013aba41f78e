#pragma once

#include <hiredis/hiredis.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/work/event_stream.hpp"

namespace orbbench::work {

using RedisWords = std::vector<std::string>;

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using RedisReply = std::unique_ptr<redisReply, FreeReply>;

/// The elements of an array; none of anything else.
std::vector<const redisReply*> elements_of(const redisReply& reply);
/// Empty for what is no string.
std::string text_of(const redisReply& reply);

/// Redis answered with an error.
class RedisRefusal : public EventStreamError {
 public:
  using EventStreamError::EventStreamError;

  /// "NOGROUP", "ERR no such key": how that begins which Redis says.
  bool is(const std::string& code) const;
};

/// A connection to Redis, of no use any more after an EventStreamUnavailable. One thread at a time.
class RedisLink {
 public:
  /// Throws EventStreamUnavailable.
  explicit RedisLink(const RedisAddress& address);

  /// Throws EventStreamUnavailable and RedisRefusal.
  RedisReply command(const RedisWords& words);

  /// Sends all before it reads an answer.
  std::vector<RedisReply> commands(const std::vector<RedisWords>& all);

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  void send(const RedisWords& words);
  RedisReply receive();
  [[noreturn]] void fail() const;

  std::string name_;
  std::unique_ptr<redisContext, Free> context_;
};

}  // namespace orbbench::work
