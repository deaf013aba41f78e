#include "checks/workflow/cache_keys.hpp"

#include <hiredis/hiredis.h>

#include <stdexcept>

namespace orbbench::bench {
namespace {

constexpr timeval kPatience{2, 0};

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

}  // namespace

struct CacheKeys::Connection {
  std::unique_ptr<redisContext, FreeContext> context;
};

CacheKeys::CacheKeys(const CacheAddress& address)
    : place_("the cache at " + address.host + ":" + std::to_string(address.port)),
      connection_(std::make_unique<Connection>()) {
  connection_->context.reset(
      redisConnectWithTimeout(address.host.c_str(), address.port, kPatience));
  const redisContext* context = connection_->context.get();
  if (context == nullptr || context->err != 0) {
    throw std::runtime_error(place_ + " was not reached" +
                             (context == nullptr ? "" : std::string(": ") + context->errstr));
  }
  redisSetTimeout(connection_->context.get(), kPatience);
}

CacheKeys::~CacheKeys() = default;

std::int64_t CacheKeys::remove(const std::vector<std::string>& keys) {
  std::vector<const char*> words{"DEL"};
  std::vector<std::size_t> lengths{3};
  for (const std::string& key : keys) {
    words.push_back(key.c_str());
    lengths.push_back(key.size());
  }
  const std::unique_ptr<redisReply, FreeReply> reply(static_cast<redisReply*>(redisCommandArgv(
      connection_->context.get(), static_cast<int>(words.size()), words.data(), lengths.data())));
  if (!reply || reply->type != REDIS_REPLY_INTEGER) {
    throw std::runtime_error(
        place_ + " did not remove a key: " + (reply ? reply->str : connection_->context->errstr));
  }
  return reply->integer;
}

std::string CacheKeys::key_of(std::int64_t widget_id) {
  return "widget:" + std::to_string(widget_id);
}

}  // namespace orbbench::bench
