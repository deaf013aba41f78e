#include "accounts.hpp"

namespace orbbench::security {
namespace {

constexpr const char* kColumns =
    "user_id, tenant_id, username, email, role, is_active, password_hash";

User to_user(const pqxx::row& row) {
  return {row[0].as<std::int64_t>(), row[1].as<std::int64_t>(), row[2].as<std::string>(),
          row[3].as<std::string>(),  row[4].as<std::string>(),  row[5].as<bool>(),
          row[6].as<std::string>()};
}

std::optional<User> first(const pqxx::result& rows) {
  return rows.empty() ? std::nullopt : std::optional(to_user(rows[0]));
}

std::string select(const char* condition) {
  return std::string("SELECT ") + kColumns + " FROM users WHERE user_id > 0 AND " + condition;
}

}  // namespace

nlohmann::json User::json() const {
  return {{"user_id", user_id}, {"tenant_id", tenant_id}, {"username", username},
          {"email", email},     {"role", role},           {"is_active", is_active}};
}

std::optional<User> find_user(pqxx::work& work, const std::string& username) {
  return first(work.exec_params(select("username = $1"), username));
}

std::optional<User> find_user(pqxx::work& work, std::int64_t user_id) {
  return first(work.exec_params(select("user_id = $1"), user_id));
}

std::optional<std::int64_t> insert_user(pqxx::work& work, const User& user) {
  const auto rows = work.exec_params(
      "INSERT INTO users (tenant_id, username, email, password_hash, role) VALUES ($1, $2, $3, $4, "
      "$5) ON CONFLICT DO NOTHING RETURNING user_id",
      user.tenant_id, user.username, user.email, user.password_hash, user.role);
  return rows.empty() ? std::nullopt : std::optional(rows[0][0].as<std::int64_t>());
}

void update_user(pqxx::work& work, const User& user) {
  work.exec_params("UPDATE users SET role = $2, is_active = $3 WHERE user_id = $1", user.user_id,
                   user.role, user.is_active);
}

std::vector<User> list_users(pqxx::work& work, std::int64_t limit, std::int64_t offset) {
  const auto rows =
      work.exec_params(select("true ORDER BY user_id LIMIT $1 OFFSET $2"), limit, offset);
  std::vector<User> users;
  for (const auto& row : rows) {
    users.push_back(to_user(row));
  }
  return users;
}

std::int64_t count_users(pqxx::work& work) {
  return work.exec1("SELECT count(*) FROM users WHERE user_id > 0")[0].as<std::int64_t>();
}

void write_audit(pqxx::work& work, const AuditRow& row) {
  work.exec_params(
      "INSERT INTO audit_logs (username, event_type, operation, resource_id, success, "
      "correlation_id) VALUES ($1, 'auth', $2, $3, $4, $5)",
      row.username, row.operation, row.resource_id, row.success, row.correlation_id);
}

}  // namespace orbbench::security
