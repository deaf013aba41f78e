#include "redis_link.hpp"

#include <sys/time.h>

#include <new>

namespace orbbench::work {
namespace {

// Longer than anything here waits for at the server.
constexpr timeval kPatience{5, 0};

/// What passes by itself: it loads its data, has no memory or disk left, is a replica just now.
bool may_pass(const std::string& error) {
  for (const char* code : {"LOADING", "MISCONF", "OOM", "READONLY", "BUSY ", "MASTERDOWN"}) {
    if (error.starts_with(code)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<const redisReply*> elements_of(const redisReply& reply) {
  return reply.type == REDIS_REPLY_ARRAY
             ? std::vector<const redisReply*>(reply.element, reply.element + reply.elements)
             : std::vector<const redisReply*>();
}

std::string text_of(const redisReply& reply) {
  return reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS
             ? std::string(reply.str, reply.len)
             : std::string();
}

bool RedisRefusal::is(const std::string& code) const {
  return std::string(what()).find(": " + code) != std::string::npos;
}

RedisLink::RedisLink(const RedisAddress& address)
    : name_("Redis at " + address.host + ":" + std::to_string(address.port)),
      context_(redisConnectWithTimeout(address.host.c_str(), address.port, kPatience)) {
  if (!context_) {
    throw std::bad_alloc();
  }
  if (context_->err != 0 || redisSetTimeout(context_.get(), kPatience) != REDIS_OK) {
    fail();
  }
}

void RedisLink::send(const RedisWords& words) {
  std::vector<const char*> texts;
  std::vector<std::size_t> sizes;
  for (const std::string& word : words) {
    texts.push_back(word.data());
    sizes.push_back(word.size());
  }
  if (redisAppendCommandArgv(context_.get(), static_cast<int>(words.size()), texts.data(),
                             sizes.data()) != REDIS_OK) {
    fail();
  }
}

RedisReply RedisLink::receive() {
  void* answer = nullptr;
  if (redisGetReply(context_.get(), &answer) != REDIS_OK) {
    fail();
  }
  RedisReply reply(static_cast<redisReply*>(answer));
  if (reply->type == REDIS_REPLY_ERROR) {
    const std::string error(reply->str, reply->len);
    if (may_pass(error)) {
      throw EventStreamUnavailable(name_ + ": " + error);
    }
    throw RedisRefusal(name_ + ": " + error);
  }
  return reply;
}

RedisReply RedisLink::command(const RedisWords& words) {
  send(words);
  return receive();
}

std::vector<RedisReply> RedisLink::commands(const std::vector<RedisWords>& all) {
  for (const RedisWords& words : all) {
    send(words);
  }
  std::vector<RedisReply> replies;
  for (std::size_t i = 0; i < all.size(); ++i) {
    replies.push_back(receive());
  }
  return replies;
}

void RedisLink::fail() const {
  throw EventStreamUnavailable(name_ + ": " + context_->errstr);
}

}  // namespace orbbench::work
