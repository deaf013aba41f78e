#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/pqxx>
#include <string>

namespace orbbench::widget_core {

/// The answer that was given to a key's first request.
struct KeptAnswer {
  std::string request_hash;
  nlohmann::json response;
};

/// What a request asks for, as 64 hex digits. Sensitive data is left out: a hash of something
/// guessable gives it away to every reader of the table, a keyed one would need a key that all
/// instances share and no reader of the database has. Whether there was any is in; two requests
/// that differ in its content alone are taken for the same one.
std::string hash_request(const nlohmann::json& body);

/// Rows of idempotency_keys, within a transaction of the caller's.
std::optional<KeptAnswer> find_answer(pqxx::work& work, std::int64_t owner_id,
                                      const std::string& key);
/// False when the key is taken; a transaction that is taking it just now is waited for.
bool claim_key(pqxx::work& work, std::int64_t owner_id, const std::string& key,
               const std::string& request_hash, std::int64_t widget_id);
void keep_answer(pqxx::work& work, std::int64_t owner_id, const std::string& key,
                 const nlohmann::json& response);
void forget_answers(pqxx::work& work, std::chrono::hours age);

}  // namespace orbbench::widget_core
