#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

namespace orbbench::security {

struct User {
  std::int64_t user_id = 0;
  std::int64_t tenant_id = 0;
  std::string username;
  std::string email;
  std::string role;
  bool is_active = true;
  std::string password_hash;  ///< never leaves the service

  nlohmann::json json() const;
};

/// The table of users, within a caller's transaction. User 0 is the system's and nobody's.
std::optional<User> find_user(pqxx::work& work, const std::string& username);
std::optional<User> find_user(pqxx::work& work, std::int64_t user_id);
/// The id of the new one; nothing where its name or its address is taken.
std::optional<std::int64_t> insert_user(pqxx::work& work, const User& user);
void update_user(pqxx::work& work, const User& user);
std::vector<User> list_users(pqxx::work& work, std::int64_t limit, std::int64_t offset);
std::int64_t count_users(pqxx::work& work);

/// One row of the audit log, for an event of type "auth".
struct AuditRow {
  std::string operation;
  std::optional<std::string> username;
  std::optional<std::int64_t> resource_id;
  bool success = true;
  std::string correlation_id;
};
void write_audit(pqxx::work& work, const AuditRow& row);

}  // namespace orbbench::security
