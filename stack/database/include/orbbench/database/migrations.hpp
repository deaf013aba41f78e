#pragma once

#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace orbbench::database {

/// One file of stack/database/migrations, NNNN_name.sql, as it was when the program was built.
struct Migration {
  int number = 0;
  std::string_view name;
  std::string_view sql;
};

/// A migration could not be applied, or one that was applied before has since been changed. One
/// line naming it.
class MigrationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Those of this program, in the order of their numbers.
std::span<const Migration> embedded_migrations();

/// Applies those that table schema_migrations does not list, each in a transaction of its own
/// together with its row there, and returns how many they were. An advisory lock of the database
/// lets one caller at a time in, so any number of processes may call this at once.
/// `connection` is a libpq connection string; its user owns what is created. With a `schema` all of
/// it, schema_migrations too, lies in that schema, which is made if need be; its name is a plain
/// lower-case one. Throws MigrationError.
std::size_t apply_migrations(const std::string& connection,
                             std::span<const Migration> migrations = embedded_migrations(),
                             const std::string& schema = {});

}  // namespace orbbench::database
