#include "results/results.hpp"

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "orbbench/database/migrations.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/spool.hpp"
#include "results/data_folder.hpp"

namespace orbbench::bench {
namespace {

constexpr const char* kVariable = "ORBBENCH_RESULTS_URL";

store::Spool spool() {
  return store::Spool(data_folder() / "spool");
}

/// Nothing where orbbench is to keep a server of its own.
std::optional<std::string> named_server() {
  const char* url = std::getenv(kVariable);
  if (url == nullptr || *url == '\0') {
    return std::nullopt;
  }
  try {
    return store::connection_string_of(url);
  } catch (const store::StoreRefused& error) {
    throw orb_client::ConfigError(std::string(kVariable) + ": " + error.what());
  }
}

void update_schema(const std::string& connection) {
  std::vector<database::Migration> migrations;
  for (const store::SchemaStep& step : store::schema_steps()) {
    migrations.push_back({step.number, step.name, step.sql});
  }
  try {
    database::apply_migrations(connection, migrations, store::kSchema);
  } catch (const database::MigrationError& error) {
    throw store::StoreUnavailable(error.what());
  }
}

}  // namespace

void require_results_settings() {
  data_folder();
  named_server();
}

Results Results::open(const Tell& tell, const std::stop_token& stop) {
  const auto named = named_server();
  std::optional<launcher::KeptDatabase> own;
  if (!named) {
    own.emplace(launcher::KeptDatabase::open(data_folder() / "results", stop));
  }
  const std::string connection = named ? *named : own->connection_string();
  update_schema(connection);
  Results results(std::move(own), connection);
  spool().replay(results.store_, tell);
  return results;
}

Kept keep_run(const store::StoredRun& run, const Tell& tell, const std::stop_token& stop) {
  const std::filesystem::path place = spool().write(run);
  const auto tell_of_waiting = [&](const std::string& reason) {
    tell("the results server is away (" + reason + "); the run waits in " + place.string() +
         ", and the next command that reaches a server stores it");
    return Kept::Waiting;
  };
  try {
    Results::open(tell, stop);
  } catch (const store::StoreError& error) {
    return tell_of_waiting(error.what());
  } catch (const launcher::StackError& error) {
    return tell_of_waiting(error.what());
  }
  std::error_code unknown;
  return std::filesystem::exists(place, unknown) ? Kept::Waiting : Kept::Stored;
}

}  // namespace orbbench::bench
