#include "sessions.hpp"

namespace orbbench::security {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

std::int64_t count_of(sys_seconds instant) {
  return instant.time_since_epoch().count();
}

std::vector<RevokedToken> to_revoked(const pqxx::result& rows) {
  std::vector<RevokedToken> revoked;
  for (const auto& row : rows) {
    revoked.push_back({row[0].as<std::string>(), sys_seconds(seconds(row[1].as<std::int64_t>()))});
  }
  return revoked;
}

constexpr const char* kRevokedColumns =
    "token_id, ceil(extract(epoch FROM coalesce(token_expires_at, expires_at)))::bigint";

std::vector<RevokedToken> revoked_where(pqxx::work& work, const std::string& condition) {
  return to_revoked(work.exec(std::string("SELECT ") + kRevokedColumns +
                              " FROM sessions WHERE revoked_at IS NOT NULL AND "
                              "coalesce(token_expires_at, expires_at) > now() AND " +
                              condition));
}

std::optional<User> user_of(pqxx::work& work, const pqxx::result& rows) {
  if (rows.empty()) {
    return std::nullopt;
  }
  auto user = find_user(work, rows[0][0].as<std::int64_t>());
  return user && user->is_active ? user : std::nullopt;
}

}  // namespace

std::string family_of(const std::string& token_id) {
  return token_id.substr(0, token_id.find('.'));
}

void insert_session(pqxx::work& work, const Session& session) {
  work.exec_params(
      "INSERT INTO sessions (user_id, token_id, refresh_token_hash, token_expires_at, expires_at) "
      "VALUES ($1, $2, $3, to_timestamp($4), to_timestamp($5))",
      session.user_id, session.token_id, session.refresh_hash, count_of(session.token_expires_at),
      count_of(session.expires_at));
}

std::optional<Session> find_by_refresh_token(pqxx::work& work, const std::string& refresh_hash) {
  const auto rows = work.exec_params(
      "SELECT user_id, token_id, revoked_at IS NOT NULL OR expires_at <= now() FROM sessions WHERE "
      "refresh_token_hash = $1 FOR UPDATE",
      refresh_hash);
  if (rows.empty()) {
    return std::nullopt;
  }
  Session session;
  session.user_id = rows[0][0].as<std::int64_t>();
  session.token_id = rows[0][1].as<std::string>();
  session.is_over = rows[0][2].as<bool>();
  return session;
}

std::optional<User> find_user_of_token(pqxx::work& work, const std::string& token_id) {
  return user_of(
      work,
      work.exec_params("SELECT user_id FROM sessions WHERE token_id = $1 AND revoked_at IS NULL",
                       token_id));
}

std::vector<RevokedToken> revoke_family(pqxx::work& work, std::int64_t user_id,
                                        const std::string& family) {
  work.exec_params(
      "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND split_part(token_id, '.', 1) "
      "= "
      "$2 AND revoked_at IS NULL",
      user_id, family);
  return revoked_where(work, "user_id = " + work.quote(user_id) +
                                 " AND split_part(token_id, '.', 1) = " + work.quote(family));
}

std::vector<RevokedToken> revoke_user(pqxx::work& work, std::int64_t user_id) {
  work.exec_params(
      "UPDATE sessions SET revoked_at = now() WHERE user_id = $1 AND revoked_at IS NULL", user_id);
  return revoked_where(work, "user_id = " + work.quote(user_id));
}

std::vector<RevokedToken> list_revoked(pqxx::work& work) {
  return revoked_where(work, "true");
}

std::int64_t insert_api_key(pqxx::work& work, std::int64_t user_id, const std::string& name,
                            const std::string& key_hash) {
  return work
      .exec_params1(
          "INSERT INTO api_keys (user_id, name, key_hash) VALUES ($1, $2, $3) RETURNING api_key_id",
          user_id, name, key_hash)[0]
      .as<std::int64_t>();
}

std::optional<User> find_user_of_api_key(pqxx::work& work, const std::string& key_hash) {
  return user_of(
      work,
      work.exec_params("SELECT user_id FROM api_keys WHERE key_hash = $1 AND revoked_at IS NULL",
                       key_hash));
}

nlohmann::json list_api_keys(pqxx::work& work, std::int64_t user_id) {
  auto keys = nlohmann::json::array();
  for (const auto& row : work.exec_params(
           "SELECT api_key_id, name, to_char(created_at AT TIME ZONE 'UTC', "
           "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM api_keys WHERE user_id = $1 AND revoked_at IS "
           "NULL ORDER BY api_key_id",
           user_id)) {
    keys.push_back({{"api_key_id", row[0].as<std::int64_t>()},
                    {"name", row[1].as<std::string>()},
                    {"created_at", row[2].as<std::string>()}});
  }
  return keys;
}

bool revoke_api_key(pqxx::work& work, std::int64_t user_id, std::int64_t api_key_id) {
  return work.exec_params(
                 "UPDATE api_keys SET revoked_at = now() WHERE user_id = $1 AND api_key_id = $2 "
                 "AND "
                 "revoked_at IS NULL",
                 user_id, api_key_id)
             .affected_rows() == 1;
}

}  // namespace orbbench::security
