#include "orbbench/database/migrations.hpp"

#include <pqxx/pqxx>

namespace orbbench::database {
namespace {

// Any number will do that no other user of the database locks: "orbbench" in ASCII.
constexpr const char* kLock = "SELECT pg_advisory_lock(8030589260303065960)";

constexpr const char* kBookkeeping =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "  number integer PRIMARY KEY,"
    "  name text NOT NULL,"
    "  checksum text NOT NULL,"
    "  applied_at timestamptz NOT NULL DEFAULT now())";

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

std::string title(const Migration& migration) {
  return "migration " + std::to_string(migration.number) + " (" + std::string(migration.name) + ")";
}

bool is_applied(pqxx::work& transaction, const Migration& migration) {
  const auto rows =
      transaction.exec_params("SELECT checksum = md5($2) FROM schema_migrations WHERE number = $1",
                              migration.number, std::string(migration.sql));
  if (rows.empty()) {
    return false;
  }
  if (!rows[0][0].as<bool>()) {
    throw MigrationError(title(migration) +
                         " was changed after it was applied: write a new migration instead");
  }
  return true;
}

bool apply(pqxx::connection& connection, const Migration& migration) try {
  pqxx::work transaction(connection);
  if (is_applied(transaction, migration)) {
    return false;
  }
  transaction.exec(std::string(migration.sql));
  transaction.exec_params(
      "INSERT INTO schema_migrations (number, name, checksum) VALUES ($1, $2, md5($3))",
      migration.number, std::string(migration.name), std::string(migration.sql));
  transaction.commit();
  return true;
} catch (const pqxx::failure& error) {
  throw MigrationError(title(migration) + " failed: " + first_line(error.what()));
}

/// IF NOT EXISTS would ask for the right to make one even where it is there.
void enter_schema(pqxx::nontransaction& session, const std::string& schema) {
  if (session.exec_params("SELECT 1 FROM pg_namespace WHERE nspname = $1", schema).empty()) {
    session.exec("CREATE SCHEMA " + session.quote_name(schema));
  }
  session.exec("SET search_path = " + session.quote_name(schema));
}

}  // namespace

std::size_t apply_migrations(const std::string& connection_string,
                             std::span<const Migration> migrations, const std::string& schema) try {
  pqxx::connection connection(connection_string);
  {
    // The lock belongs to the session: it goes with the connection, whatever happens in between.
    pqxx::nontransaction session(connection);
    session.exec("SET client_min_messages = warning");
    session.exec(kLock);
    if (!schema.empty()) {
      enter_schema(session, schema);
    }
    session.exec(kBookkeeping);
  }
  std::size_t applied = 0;
  for (const Migration& migration : migrations) {
    applied += apply(connection, migration) ? 1U : 0U;
  }
  return applied;
} catch (const pqxx::failure& error) {
  throw MigrationError("the database cannot be migrated: " + first_line(error.what()));
}

}  // namespace orbbench::database
