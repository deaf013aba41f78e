#include "orbbench/database/migrations.hpp"

#include <gmock/gmock.h>

#include <future>
#include <pqxx/pqxx>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using database::apply_migrations;
using database::Migration;
using database::MigrationError;
using ::testing::HasSubstr;

class MigrationsTest : public StackFixture {
 protected:
  void SetUp() override {
    StackFixture::SetUp();
    stack_.emplace(launcher::Stack::start(options({"postgres"})));
    connection_ = stack_->endpoints().postgres->connection_string();
  }

  void TearDown() override {
    stack_.reset();
    StackFixture::TearDown();
  }

  /// All but this test's own migrations have been applied.
  std::size_t apply(const std::vector<Migration>& migrations) const {
    return apply_migrations(connection_, migrations);
  }

  std::string failure_of(const std::vector<Migration>& migrations) const try {
    apply(migrations);
    ADD_FAILURE() << "the migrations were applied";
    return "";
  } catch (const MigrationError& error) {
    return error.what();
  }

  long count(const std::string& query) const {
    pqxx::connection connection(connection_);
    return pqxx::work(connection).exec1("SELECT count(*) FROM " + query)[0].as<long>();
  }

  std::optional<launcher::Stack> stack_;
  std::string connection_;
};

TEST_F(MigrationsTest, NothingIsDoneTwice) {
  EXPECT_EQ(apply_migrations(connection_), 0U);
  EXPECT_EQ(count("schema_migrations"), static_cast<long>(database::embedded_migrations().size()));
}

TEST_F(MigrationsTest, EachIsAppliedOnceWhenSeveralProcessesStartTogether) {
  const std::vector<Migration> migrations{{9001, "slow", "SELECT pg_sleep(0.2); CREATE TABLE a ()"},
                                          {9002, "next", "CREATE TABLE b ()"}};
  std::vector<std::future<std::size_t>> runs(4);
  for (auto& run : runs) {
    run = std::async(std::launch::async, [&] { return apply(migrations); });
  }
  std::size_t applied = 0;
  for (auto& run : runs) {
    applied += run.get();
  }
  EXPECT_EQ(applied, 2U);
}

TEST_F(MigrationsTest, AFailedOneLeavesNothingAndIsNamed) {
  EXPECT_THAT(failure_of({{9001, "first", "CREATE TABLE first ()"},
                          {9002, "broken", "CREATE TABLE half (); SELECT 1 / 0"}}),
              HasSubstr("migration 9002 (broken) failed: ERROR:  division by zero"));
  EXPECT_EQ(count("information_schema.tables WHERE table_name = 'first'"), 1);
  EXPECT_EQ(count("information_schema.tables WHERE table_name = 'half'"), 0);
  EXPECT_EQ(count("schema_migrations WHERE number = 9002"), 0);
}

TEST_F(MigrationsTest, OneThatWasChangedSinceIsRefused) {
  EXPECT_EQ(apply({{9001, "first", "CREATE TABLE first ()"}}), 1U);
  EXPECT_THAT(failure_of({{9001, "first", "CREATE TABLE second ()"}}),
              HasSubstr("migration 9001 (first) was changed after it was applied"));
}

TEST_F(MigrationsTest, ColumnsStandAsTheContractListsThem) {
  pqxx::connection connection(connection_);
  pqxx::work transaction(connection);
  const auto columns = [&](const std::string& table) {
    return transaction
        .exec1(
            "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) "
            "FROM information_schema.columns WHERE table_name = " +
            transaction.quote(table))[0]
        .as<std::string>();
  };
  EXPECT_EQ(columns("widgets"),
            "widget_id tenant_id owner_id type label enabled position size version orb_reference "
            "created_at updated_at state value event_sequence");
  EXPECT_EQ(columns("users"), "user_id tenant_id username email password_hash role is_active");
  EXPECT_EQ(columns("audit_logs"),
            "id timestamp username event_type operation resource_id success correlation_id");
}

TEST_F(MigrationsTest, RowsThatBreakTheRulesAreRefused) {
  pqxx::connection connection(connection_);
  pqxx::nontransaction session(connection);
  session.exec(
      "INSERT INTO users (user_id, tenant_id, username, email, password_hash) "
      "VALUES (7, 1, 'ada', 'ada@example.org', 'x')");
  const std::string insert = "INSERT INTO widgets (tenant_id, owner_id, type, label, size) VALUES ";
  session.exec(insert + "(1, 7, 'button', 'OK', '{\"width\": 1, \"height\": 2000}')");
  for (const char* row : {"(1, 8, 'button', 'OK', NULL)", "(1, 7, 'knob', 'OK', NULL)",
                          "(1, 7, 'button', '', NULL)", "(1, 7, 'button', repeat('x', 256), NULL)",
                          "(1, 7, 'button', 'OK', '{\"width\": 0, \"height\": 1}')",
                          "(1, 7, 'button', 'OK', '{\"width\": 1}')",
                          "(1, 7, 'button', 'OK', '{\"width\": 1, \"height\": 2001}')"}) {
    EXPECT_THROW(session.exec(insert + row), pqxx::integrity_constraint_violation) << row;
  }
}

}  // namespace
}  // namespace orbbench::tests
