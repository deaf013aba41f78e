#include "orbbench/store/results_store.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <bit>
#include <chrono>
#include <cmath>
#include <csignal>
#include <future>
#include <iostream>
#include <limits>
#include <random>

#include "orbbench/store/run_json.hpp"
#include "sample_run.hpp"
#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::store;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr int kWriters = 8;
constexpr int kRunsEach = 20;

/// Calls it in so many threads at once; rethrows what one of them throws.
template <class Body>
void in_threads(int count, Body body) {
  std::vector<std::future<void>> threads;
  threads.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) {
    threads.push_back(std::async(std::launch::async, body, i));
  }
  for (auto& thread : threads) {
    thread.get();
  }
}

std::vector<std::string> ids_of(const std::vector<RunSummary>& runs) {
  std::vector<std::string> ids;
  ids.reserve(runs.size());
  for (const RunSummary& run : runs) {
    ids.push_back(run.uuid);
  }
  return ids;
}

using ResultsStoreTest = StartedStoreFixture;

TEST_F(ResultsStoreTest, ARunComesBackAsItWentIn) {
  const StoredRun run = make_run();
  EXPECT_TRUE(store().save(run));
  const auto loaded = store().load(run.uuid);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(*loaded, run);
  EXPECT_TRUE(std::signbit(loaded->figures.at(4).value));
  EXPECT_FALSE(store().load(make_uuid()));
}

TEST_F(ResultsStoreTest, AnyNumberComesBackToTheLastBit) {
  std::mt19937_64 random(7);
  StoredRun run = make_run();
  for (int i = 0; i < 2000; ++i) {
    const double value = std::bit_cast<double>(random());
    run.figures.push_back({"", "figure", "", std::isnan(value) ? 0 : value});
    run.points.push_back({"points", static_cast<double>(i), run.figures.back().value});
  }
  ResultsStore results = store();
  results.save(run);
  EXPECT_EQ(results.load(run.uuid), run);
  run = make_run();
  run.figures = {{"", "unknown", "", std::numeric_limits<double>::quiet_NaN()}};
  results.save(run);
  EXPECT_TRUE(std::isnan(results.load(run.uuid)->figures.at(0).value));
}

TEST_F(ResultsStoreTest, ARunIsStoredOnce) {
  StoredRun run = make_run();
  EXPECT_TRUE(store().save(run));
  run.verdict = "fail";
  EXPECT_FALSE(store().save(run));
  EXPECT_EQ(store().load(run.uuid)->verdict, "pass");
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.figures"), std::to_string(run.figures.size()));
}

TEST_F(ResultsStoreTest, ARunThatManyStoreAtOnceIsThereOnce) {
  const StoredRun run = make_run();
  std::atomic<int> stored = 0;
  in_threads(kWriters, [&](int) { stored += store().save(run) ? 1 : 0; });
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(store().load(run.uuid), run);
}

TEST_F(ResultsStoreTest, EachRunOfManyWritersIsThereOnce) {
  std::vector<std::vector<StoredRun>> runs(kWriters);
  in_threads(kWriters, [&](int writer) {
    ResultsStore results = store();
    for (int i = 0; i < kRunsEach; ++i) {
      runs[static_cast<std::size_t>(writer)].push_back(make_run(i));
      EXPECT_TRUE(results.save(runs[static_cast<std::size_t>(writer)].back()));
    }
  });
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.runs"), std::to_string(kWriters * kRunsEach));
  ResultsStore results = store();
  for (const auto& written : runs) {
    for (const StoredRun& run : written) {
      EXPECT_EQ(results.load(run.uuid), run);
    }
  }
}

TEST_F(ResultsStoreTest, TheLatestAreListedFirst) {
  ResultsStore results = store();
  std::vector<StoredRun> runs{make_run(1), make_run(3), make_run(2)};
  runs[1].kind = "validate";
  for (const StoredRun& run : runs) {
    results.save(run);
  }
  EXPECT_THAT(ids_of(results.list()), ElementsAre(runs[1].uuid, runs[2].uuid, runs[0].uuid));
  EXPECT_THAT(ids_of(results.list({"latency", 20})), ElementsAre(runs[2].uuid, runs[0].uuid));
  EXPECT_THAT(ids_of(results.list({"", 1})), ElementsAre(runs[1].uuid));
  EXPECT_EQ(results.list({"", 1}).at(0).started, runs[1].started);
  EXPECT_THAT(results.find(runs[0].uuid.substr(0, 13)), ElementsAre(runs[0].uuid));
  EXPECT_EQ(results.find("").size(), 2U);
}

TEST_F(ResultsStoreTest, PartsOfRunsAreListedOnlyByTheirKind) {
  ResultsStore results = store();
  StoredRun part = make_run(1);
  part.kind = "soak.interval";
  const StoredRun whole = make_run(2);
  results.save(part);
  results.save(whole);
  EXPECT_THAT(ids_of(results.list()), ElementsAre(whole.uuid));
  EXPECT_THAT(ids_of(results.list({"soak.interval", 20})), ElementsAre(part.uuid));
}

TEST_F(ResultsStoreTest, ABaselineNamesTheRunThatItWasLastGiven) {
  ResultsStore results = store();
  const StoredRun first = make_run(1);
  const StoredRun second = make_run(2);
  results.save(first);
  results.save(second);
  EXPECT_FALSE(results.baseline("main"));
  results.set_baseline("main", first.uuid);
  results.set_baseline("Main", first.uuid);
  results.set_baseline("main", second.uuid);
  EXPECT_EQ(results.baseline("main")->run.uuid, second.uuid);
  EXPECT_EQ(results.baselines().size(), 2U);
  EXPECT_THROW(results.set_baseline("main", make_uuid()), StoreRefused);
  EXPECT_THROW(results.set_baseline("a name", first.uuid), StoreRefused);
  EXPECT_THROW(results.set_baseline("main", "1"), StoreRefused);
}

TEST_F(ResultsStoreTest, RetentionKeepsTheLatestOfEachKindAndTheBaselines) {
  ResultsStore results = store();
  std::vector<StoredRun> runs;
  for (int i = 0; i < 5; ++i) {
    runs.push_back(make_run(i));
    results.save(runs.back());
  }
  StoredRun other = make_run(-1);
  other.kind = "validate";
  results.save(other);
  results.set_baseline("main", runs[0].uuid);
  EXPECT_EQ(results.retain(2), 2U);
  EXPECT_THAT(ids_of(results.list()),
              ElementsAre(runs[4].uuid, runs[3].uuid, runs[0].uuid, other.uuid));
  EXPECT_EQ(ask("SELECT count(DISTINCT run_id) FROM orbbench.figures"), "4");
}

TEST_F(ResultsStoreTest, ConflictsAreTriedAgain) {
  std::vector<StoredRun> runs;
  ResultsStore results = store();
  for (int i = 0; i < kWriters; ++i) {
    runs.push_back(make_run(i));
    results.save(runs.back());
  }
  in_threads(kWriters, [&](int writer) {
    ResultsStore own = store();
    for (int i = 0; i < kRunsEach; ++i) {
      own.set_baseline("main", runs[static_cast<std::size_t>(writer)].uuid);
    }
  });
  EXPECT_TRUE(results.baseline("main"));
}

TEST_F(ResultsStoreTest, AConnectionThatBreaksIsMadeAnew) {
  ResultsStore results = store();
  results.save(make_run(1));
  ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> "
      "pg_backend_pid() AND backend_type = 'client backend'");
  EXPECT_TRUE(results.save(make_run(2)));
}

TEST_F(ResultsStoreTest, AServerProcessThatHangsIsLeft) {
  ResultsStore results(connection(), std::chrono::milliseconds(500));
  results.save(make_run(1));
  const auto hanging = static_cast<pid_t>(
      std::stol(ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND "
                    "pid <> pg_backend_pid()")));
  kill(hanging, SIGSTOP);
  const StoredRun run = make_run(2);
  EXPECT_TRUE(results.save(run));
  kill(hanging, SIGCONT);
  EXPECT_EQ(store().load(run.uuid), run);
}

TEST_F(ResultsStoreTest, WhatTheServerWillNotTakeIsRefusedAtOnce) {
  const auto begun = std::chrono::steady_clock::now();
  change("ALTER TABLE orbbench.runs ADD CHECK (commit <> 'unwanted')");
  StoredRun run = make_run();
  run.commit = "unwanted";
  EXPECT_THROW(store().save(run), StoreRefused);
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(2));
}

TEST_F(ResultsStoreTest, AServerThatIsAwayIsSaidSoonAndInOneLine) {
  ResultsStore results("host=/nowhere port=5432 dbname=postgres password=hunter2");
  const auto begun = std::chrono::steady_clock::now();
  try {
    results.save(make_run());
    ADD_FAILURE() << "it was stored";
  } catch (const StoreUnavailable& error) {
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("hunter2")));
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(10));
}

class ResultsSchemaTest : public StoreFixture {};

TEST_F(ResultsSchemaTest, ProcessesThatMakeItAtOnceMakeItOnce) {
  start_server();
  constexpr int kProcesses = 4;
  std::vector<pid_t> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(fork());
    if (children.back() == 0) {
      int applied = 99;
      try {
        applied = static_cast<int>(update_schema(connection()));
      } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
      }
      _exit(applied);
    }
  }
  int applied = 0;
  for (const pid_t child : children) {
    int status = 0;
    waitpid(child, &status, 0);
    applied += WEXITSTATUS(status);
  }
  EXPECT_EQ(applied, static_cast<int>(schema_steps().size()));
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.schema_migrations"),
            std::to_string(schema_steps().size()));
  EXPECT_EQ(ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
}

}  // namespace
}  // namespace orbbench::tests
