#include "redis_connection.hpp"

#include <sys/time.h>

#include <cerrno>

namespace orbbench::service {
namespace {

timeval to_timeval(std::chrono::milliseconds duration) {
  return {duration.count() / 1000, (duration.count() % 1000) * 1000};
}

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

RedisValue to_value(const redisReply& reply) {
  switch (reply.type) {
    case REDIS_REPLY_NIL:
      return std::nullopt;
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
      return std::string(reply.str, reply.len);
    case REDIS_REPLY_INTEGER:
      return std::to_string(reply.integer);
    case REDIS_REPLY_ERROR:
      throw RedisConnection::ErrorReply(std::string(reply.str, reply.len));
    default:
      throw RedisConnection::ErrorReply("Redis answered with a list where a value was expected");
  }
}

}  // namespace

RedisConnection::RedisConnection(const std::string& host, std::uint16_t port,
                                 std::chrono::milliseconds timeout)
    : context_(redisConnectWithTimeout(host.c_str(), port, to_timeval(timeout))) {
  if (!context_) {
    throw std::bad_alloc();
  }
  if (context_->err != 0 || redisSetTimeout(context_.get(), to_timeval(timeout)) != REDIS_OK) {
    fail();
  }
}

RedisValue RedisConnection::command(const std::vector<std::string>& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(redisCommandArgv(
      context_.get(), static_cast<int>(words.size()), texts.data(), sizes.data())));
  if (!reply) {
    fail();
  }
  return to_value(*reply);
}

void RedisConnection::fail() const {
  const bool too_late = context_->err == REDIS_ERR_IO &&
                        (errno == EAGAIN || errno == ETIMEDOUT || errno == EINPROGRESS);
  throw ConnectionLost(too_late ? ConnectionLost::Reason::TooLate : ConnectionLost::Reason::Ended,
                       std::string("Redis: ") + context_->errstr);
}

}  // namespace orbbench::service
