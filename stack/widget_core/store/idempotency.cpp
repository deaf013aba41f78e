#include "store/idempotency.hpp"

#include "model/content_hash.hpp"

namespace orbbench::widget_core {

std::string hash_request(const nlohmann::json& body) {
  nlohmann::json rest = body;
  if (rest.contains("sensitive_data")) {
    rest["sensitive_data"] = !rest["sensitive_data"].is_null();
  }
  return hash_content(rest);
}

std::optional<KeptAnswer> find_answer(pqxx::work& work, std::int64_t owner_id,
                                      const std::string& key) {
  const auto rows = work.exec_params(
      "SELECT request_hash, response::text FROM idempotency_keys WHERE owner_id = $1 AND key = $2",
      owner_id, key);
  if (rows.empty()) {
    return std::nullopt;
  }
  return KeptAnswer{rows[0][0].c_str(), nlohmann::json::parse(rows[0][1].c_str())};
}

bool claim_key(pqxx::work& work, std::int64_t owner_id, const std::string& key,
               const std::string& request_hash, std::int64_t widget_id) {
  return work.exec_params(
                 "INSERT INTO idempotency_keys (owner_id, key, request_hash, widget_id, response) "
                 "VALUES ($1, $2, $3, $4, 'null') ON CONFLICT DO NOTHING",
                 owner_id, key, request_hash, widget_id)
             .affected_rows() == 1;
}

void keep_answer(pqxx::work& work, std::int64_t owner_id, const std::string& key,
                 const nlohmann::json& response) {
  work.exec_params0(
      "UPDATE idempotency_keys SET response = $3::jsonb WHERE owner_id = $1 AND key = $2", owner_id,
      key, response.dump());
}

void forget_answers(pqxx::work& work, std::chrono::hours age) {
  work.exec_params0(
      "DELETE FROM idempotency_keys WHERE created_at < now() - $1::bigint * interval '1 hour'",
      std::int64_t{age.count()});
}

}  // namespace orbbench::widget_core
