#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/launcher/kept_database.hpp"
#include "orbbench/store/results_store.hpp"
#include "orbbench/store/spool.hpp"

namespace orbbench::tests {

/// Applies what the schema of the results is made of.
std::size_t update_schema(const std::string& connection);

/// A folder of the test's own, and a results server in it for those that start it.
class StoreFixture : public testing::Test {
 protected:
  StoreFixture();
  ~StoreFixture() override;

  void start_server();
  const std::string& connection() const { return server_->connection_string(); }
  store::ResultsStore store() const { return store::ResultsStore(connection()); }
  store::Spool spool() const { return store::Spool(folder_ / "spool"); }
  std::vector<std::string> files(const std::filesystem::path& folder) const;

  /// Of the first row.
  std::string ask(const std::string& query) const;

  void change(const std::string& statement) const;

  std::filesystem::path folder_;
  std::optional<launcher::KeptDatabase> server_;
};

/// With the server started and its schema made.
class StartedStoreFixture : public StoreFixture {
 protected:
  StartedStoreFixture() {
    start_server();
    update_schema(connection());
  }
};

}  // namespace orbbench::tests
