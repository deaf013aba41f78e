// The pools against a PostgreSQL and a Redis of the test's own.

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <future>
#include <memory>
#include <optional>
#include <thread>

#include "frozen_process.hpp"
#include "orbbench/launcher/stack.hpp"
#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/redis_pool.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using orb_client::Deadline;
using service::DatabasePool;
using service::DatabaseUnavailable;
using service::RedisPool;

class StorePoolsTest : public testing::Test {
 protected:
  void start(const std::string& part) {
    std::string pattern = fs::temp_directory_path() / "orbbench-pools.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    ASSERT_EQ(chmod(folder_.c_str(), 0711), 0);
    launcher::StackOptions options;
    options.parts = {part};
    options.keeper_binary = ORBBENCH_BINARY;
    options.runtime_folder = folder_ / "run";
    stack_ = std::make_unique<launcher::Stack>(launcher::Stack::start(options));
  }
  void TearDown() override {
    stack_.reset();
    fs::remove_all(folder_);
  }

  std::string database() const { return stack_->endpoints().postgres->connection_string(); }

  static Deadline soon() { return Deadline::after(5s); }
  static int ask(DatabasePool& pool, const std::string& statement) {
    return pool.query(soon(), [&](pqxx::work& work) { return work.exec1(statement)[0].as<int>(); });
  }

  fs::path folder_;
  std::unique_ptr<launcher::Stack> stack_;
};

/// A pool of two connections and one waiter, and a table with one row.
class DatabasePoolTest : public StorePoolsTest {
 protected:
  void SetUp() override {
    StorePoolsTest::SetUp();
    start("postgres");
    pool_.emplace(database(), service::DatabaseLimits{
                                  .connections = 2, .waiters = 1, .statement_timeout = 500ms});
    pool_->transact(soon(), [](pqxx::work& work) { work.exec("CREATE TABLE t (n int)"); });
    pool_->transact(soon(), [](pqxx::work& work) { work.exec("INSERT INTO t VALUES (1)"); });
  }
  void TearDown() override {
    pool_.reset();
    StorePoolsTest::TearDown();
  }

  std::optional<DatabasePool> pool_;
};

TEST_F(DatabasePoolTest, CommitsOrRollsBackWithinItsLimits) {
  DatabasePool& pool = *pool_;
  EXPECT_THROW(pool.transact(soon(),
                             [](pqxx::work& work) {
                               work.exec("INSERT INTO t VALUES (2)");
                               throw std::logic_error("no");
                             }),
               std::logic_error);
  EXPECT_EQ(ask(pool, "SELECT count(*) FROM t"), 1) << "rolled back";
  EXPECT_THROW(pool.transact(soon(), [](pqxx::work& work) { work.exec("SELECT nonsense"); }),
               pqxx::sql_error);
  EXPECT_THROW(ask(pool, "SELECT 1 FROM pg_sleep(5)"), DatabaseUnavailable) << "too slow";
  EXPECT_THROW(pool.transact(Deadline::after(50ms),
                             [](pqxx::work& work) { work.exec("SELECT pg_sleep(0.4)"); }),
               DatabaseUnavailable)
      << "beyond the deadline";
}

TEST_F(DatabasePoolTest, RunsAVictimOfADeadlockAgainButNotForEver) {
  int runs = 0;
  EXPECT_THROW(pool_->transact(soon(),
                               [&](pqxx::work& work) {
                                 ++runs;
                                 work.exec(
                                     "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END "
                                     "$$");
                               }),
               DatabaseUnavailable);
  EXPECT_EQ(runs, 3);
}

TEST_F(DatabasePoolTest, ReplacesConnectionsThatTheServerEnded) {
  DatabasePool& pool = *pool_;
  pqxx::connection other(database());
  const auto end_the_others = [&] {
    pqxx::work work(other);
    work.exec(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND "
        "pid <> pg_backend_pid()");
  };
  end_the_others();
  EXPECT_EQ(ask(pool, "SELECT 7"), 7) << "idle ones: nobody notices";
  EXPECT_THROW(pool.transact(soon(),
                             [&](pqxx::work& work) {
                               end_the_others();
                               work.exec("INSERT INTO t VALUES (3)");
                             }),
               DatabaseUnavailable)
      << "in the middle of a transaction it is told";
  EXPECT_EQ(ask(pool, "SELECT count(*) FROM t"), 1);
  EXPECT_THROW(pool.transact(soon(), [&](pqxx::work&) { end_the_others(); }),
               service::CommitUnknown);
}

TEST_F(DatabasePoolTest, SaysWhetherTheDatabaseAnswers) {
  EXPECT_TRUE(pool_->answers(soon()));
  stack_->kill_part("postgres");
  EXPECT_FALSE(pool_->answers(soon()));
  stack_->start_part("postgres");
  EXPECT_TRUE(pool_->answers(soon()));
}

TEST_F(DatabasePoolTest, RefusesTheOneAfterTheLastWaiterAtOnce) {
  DatabasePool& pool = *pool_;
  std::promise<void> done;
  const auto released = done.get_future().share();
  const auto hold = [&] {
    pool.transact(Deadline::after(10s), [&](pqxx::work&) { released.wait(); });
  };
  auto first = std::async(std::launch::async, hold);
  auto second = std::async(std::launch::async, hold);
  auto third = std::async(std::launch::async, hold);
  while (pool.state().leased < 2 || pool.state().waiting < 1) {
    std::this_thread::yield();
  }
  const auto before = std::chrono::steady_clock::now();
  EXPECT_THROW(ask(pool, "SELECT 1"), DatabaseUnavailable);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 1s);
  done.set_value();
  first.get();
  second.get();
  third.get();
  EXPECT_EQ(pool.state().leased, 0U);
}

TEST_F(DatabasePoolTest, EndsAtItsDeadlineWhenABackendIsFrozen) {
  DatabasePool& pool = *pool_;
  const pid_t backend = ask(pool, "SELECT pg_backend_pid()");
  {
    const FrozenProcess frozen(backend);
    EXPECT_THROW(
        pool.transact(Deadline::after(300ms), [](pqxx::work& work) { work.exec("SELECT 1"); }),
        DatabaseUnavailable);
  }
  EXPECT_EQ(ask(pool, "SELECT 8"), 8);
}

TEST_F(StorePoolsTest, RedisPoolAnswersAndHeals) {
  start("redis");
  const auto& redis = *stack_->endpoints().redis;
  RedisPool pool(redis.host, redis.port, {.connections = 2, .timeout = 250ms, .pause = 1ms});
  EXPECT_EQ(pool.command({"GET", "k"}), std::nullopt);
  EXPECT_EQ(pool.command({"SET", "k", std::string("a\0b", 3)}), "OK");
  EXPECT_EQ(pool.command({"GET", "k"}), std::string("a\0b", 3));
  EXPECT_EQ(pool.command({"INCR", "n"}), "1");
  EXPECT_THROW(pool.command({"INCR", "k"}), service::RedisUnavailable);
  const std::string script = "return redis.call('INCRBY', KEYS[1], ARGV[1])";
  EXPECT_EQ(pool.script(script, {"n"}, {"5"}), "6");
  EXPECT_EQ(pool.command({"SCRIPT", "FLUSH"}), "OK");
  EXPECT_EQ(pool.script(script, {"n"}, {"5"}), "11") << "loaded anew";
  EXPECT_EQ(pool.losses(), 0U);
  RedisPool other(redis.host, redis.port);
  other.command({"CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"});
  EXPECT_EQ(pool.command({"GET", "n"}), "11");
  EXPECT_EQ(pool.losses(), 1U);
  other.command({"CLIENT", "PAUSE", "600"});
  EXPECT_THROW(pool.command({"GET", "n"}), service::RedisUnavailable);
  EXPECT_EQ(pool.losses(), 2U);
}

}  // namespace
}  // namespace orbbench::tests
