#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "accounts.hpp"

namespace orbbench::security {

/// A token id that must be refused until its token ends by itself.
struct RevokedToken {
  std::string token_id;
  std::chrono::sys_seconds expires_at;
};

/// A row of table sessions: one pair of tokens. The rows of one login share the part of their token
/// ids in front of the dot, so that all of them can be ended when a spent one is used again.
struct Session {
  std::int64_t user_id = 0;
  std::string token_id;
  std::string refresh_hash;
  std::chrono::sys_seconds token_expires_at;
  std::chrono::sys_seconds expires_at;
  bool is_over = false;  ///< spent, revoked or expired
};

std::string family_of(const std::string& token_id);

void insert_session(pqxx::work& work, const Session& session);
/// Locks the row: of two that spend it at once, the second sees that it is spent.
std::optional<Session> find_by_refresh_token(pqxx::work& work, const std::string& refresh_hash);
/// The user of an unspent token, where both are alive.
std::optional<User> find_user_of_token(pqxx::work& work, const std::string& token_id);

/// Ends these sessions; the tokens that a gateway may still know, ended before or now.
std::vector<RevokedToken> revoke_family(pqxx::work& work, std::int64_t user_id,
                                        const std::string& family);
std::vector<RevokedToken> revoke_user(pqxx::work& work, std::int64_t user_id);
std::vector<RevokedToken> list_revoked(pqxx::work& work);

/// API keys, of which only hashes are stored.
std::int64_t insert_api_key(pqxx::work& work, std::int64_t user_id, const std::string& name,
                            const std::string& key_hash);
std::optional<User> find_user_of_api_key(pqxx::work& work, const std::string& key_hash);
nlohmann::json list_api_keys(pqxx::work& work, std::int64_t user_id);
/// Whether there was one.
bool revoke_api_key(pqxx::work& work, std::int64_t user_id, std::int64_t api_key_id);

}  // namespace orbbench::security
