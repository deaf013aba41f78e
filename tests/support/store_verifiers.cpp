#include "store_verifiers.hpp"

#include <hiredis/hiredis.h>

#include <stdexcept>
#include <thread>

namespace orbbench::tests {
namespace {

constexpr std::chrono::milliseconds kBetweenLooks{5};

using Reply = std::unique_ptr<redisReply, decltype(&freeReplyObject)>;

}  // namespace

DatabaseVerifier::DatabaseVerifier(const std::string& connection_string)
    : connection_(connection_string) {
  pqxx::nontransaction(connection_).exec("SET default_transaction_read_only = on");
}

pqxx::result DatabaseVerifier::query(const std::string& sql,
                                     const std::vector<std::string>& parameters) {
  pqxx::nontransaction session(connection_);
  return session.exec_params(sql, pqxx::prepare::make_dynamic_params(parameters));
}

bool DatabaseVerifier::has_widget(std::int64_t id) {
  return count("SELECT count(*) FROM widgets WHERE widget_id = $1", {std::to_string(id)}) == 1;
}

std::optional<nlohmann::json> DatabaseVerifier::widget(std::int64_t id) {
  const auto rows =
      query("SELECT to_jsonb(w) FROM widgets w WHERE widget_id = $1", {std::to_string(id)});
  if (rows.empty()) {
    return std::nullopt;
  }
  return nlohmann::json::parse(rows[0][0].c_str());
}

std::int64_t DatabaseVerifier::count(const std::string& sql,
                                     const std::vector<std::string>& parameters) {
  return query(sql, parameters).at(0).at(0).as<std::int64_t>();
}

struct CacheVerifier::Implementation {
  std::unique_ptr<redisContext, decltype(&redisFree)> context{nullptr, &redisFree};

  Reply run(const std::vector<std::string>& words) {
    std::vector<const char*> texts;
    std::vector<std::size_t> lengths;
    for (const std::string& word : words) {
      texts.push_back(word.data());
      lengths.push_back(word.size());
    }
    Reply reply(static_cast<redisReply*>(redisCommandArgv(
                    context.get(), static_cast<int>(words.size()), texts.data(), lengths.data())),
                [](void* object) { freeReplyObject(object); });
    if (!reply || reply->type == REDIS_REPLY_ERROR) {
      throw std::runtime_error("redis: " + std::string(reply ? reply->str : context->errstr));
    }
    return reply;
  }
};

CacheVerifier::CacheVerifier(const std::string& host, int port)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->context.reset(redisConnectWithTimeout(host.c_str(), port, {2, 0}));
  if (!implementation_->context || implementation_->context->err != 0) {
    throw std::runtime_error("redis at " + host + " cannot be reached");
  }
}

CacheVerifier::~CacheVerifier() = default;

std::optional<std::string> CacheVerifier::value(const std::string& key) {
  const Reply reply = implementation_->run({"GET", key});
  if (reply->type == REDIS_REPLY_NIL) {
    return std::nullopt;
  }
  return std::string(reply->str, reply->len);
}

std::int64_t CacheVerifier::time_to_live(const std::string& key) {
  return implementation_->run({"TTL", key})->integer;
}

void CacheVerifier::plant(const std::string& key, const std::string& value,
                          std::chrono::seconds life) {
  implementation_->run({"SET", key, value, "EX", std::to_string(life.count())});
}

void CacheVerifier::remove(const std::string& key) {
  implementation_->run({"DEL", key});
}

std::vector<std::string> CacheVerifier::keys(const std::string& pattern) {
  const Reply reply = implementation_->run({"KEYS", pattern});
  std::vector<std::string> found;
  for (std::size_t i = 0; i < reply->elements; ++i) {
    found.emplace_back(reply->element[i]->str, reply->element[i]->len);
  }
  return found;
}

bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds within) {
  const auto limit = std::chrono::steady_clock::now() + within;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > limit) {
      return false;
    }
    std::this_thread::sleep_for(kBetweenLooks);
  }
  return true;
}

}  // namespace orbbench::tests
