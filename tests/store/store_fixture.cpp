#include "store_fixture.hpp"

#include <algorithm>
#include <pqxx/pqxx>

#include "orbbench/database/migrations.hpp"

namespace orbbench::tests {

namespace fs = std::filesystem;

std::size_t update_schema(const std::string& connection) {
  std::vector<database::Migration> migrations;
  for (const store::SchemaStep& step : store::schema_steps()) {
    migrations.push_back({step.number, step.name, step.sql});
  }
  return database::apply_migrations(connection, migrations, store::kSchema);
}

StoreFixture::StoreFixture() {
  std::string path = fs::temp_directory_path() / "orbbench-store.XXXXXX";
  folder_ = mkdtemp(path.data());
  // The server's user passes through.
  fs::permissions(folder_, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
}

StoreFixture::~StoreFixture() {
  server_.reset();
  fs::remove_all(folder_);
}

void StoreFixture::start_server() {
  server_.emplace(launcher::KeptDatabase::open(folder_ / "results"));
}

std::vector<std::string> StoreFixture::files(const fs::path& folder) const {
  std::vector<std::string> names;
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(folder, absent)) {
    if (entry.is_regular_file()) {
      names.push_back(entry.path().filename());
    }
  }
  std::ranges::sort(names);
  return names;
}

std::string StoreFixture::ask(const std::string& query) const {
  pqxx::connection connected(connection());
  return pqxx::work(connected).exec1(query)[0].c_str();
}

void StoreFixture::change(const std::string& statement) const {
  pqxx::connection connected(connection());
  pqxx::nontransaction(connected).exec(statement);
}

}  // namespace orbbench::tests
