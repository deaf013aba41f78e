#include "orbbench/store/spool.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <future>
#include <iterator>

#include "sample_run.hpp"
#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace orbbench::store;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void overwrite(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

class SpoolTest : public StartedStoreFixture {
 protected:
  Spool::Replay replay() {
    ResultsStore results = store();
    return spool().replay(results, [this](const std::string& line) { told_.push_back(line); });
  }

  fs::path spool_folder() const { return folder_ / "spool"; }

  std::vector<std::string> told_;
};

TEST_F(SpoolTest, WhatWaitsIsStoredAndGone) {
  const StoredRun run = make_run();
  spool().write(run);
  EXPECT_EQ(replay().stored, 1U);
  EXPECT_EQ(store().load(run.uuid), run);
  EXPECT_THAT(files(spool_folder()), IsEmpty());
  EXPECT_EQ(replay().stored, 0U);
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(SpoolTest, ARunThatIsStoredAlreadyIsNotDoubled) {
  const StoredRun run = make_run();
  spool().write(run);
  store().save(run);  // and then the power went
  replay();
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.runs"), "1");
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.figures"), std::to_string(run.figures.size()));
  EXPECT_THAT(files(spool_folder()), IsEmpty());
}

TEST_F(SpoolTest, RunsAreStoredInTheOrderOfTheirStart) {
  for (const int minutes : {3, 1, 2}) {
    spool().write(make_run(minutes));
  }
  EXPECT_EQ(replay().stored, 3U);
  EXPECT_EQ(
      ask("SELECT array_agg(started ORDER BY stored_at) = array_agg(started ORDER BY started) "
          "FROM orbbench.runs"),
      "t");
}

TEST_F(SpoolTest, DamagedFilesAreSetAsideAsTheyAreAndBlockNobody) {
  std::vector<fs::path> damaged;
  damaged.reserve(5);
  for (int i = 0; i < 5; ++i) {
    damaged.push_back(spool().write(make_run(i)));
  }
  const std::string whole = read(damaged[0]);
  std::string changed = whole;
  changed[changed.find("latency_us_p99")] = 'x';
  const std::vector<std::string> contents{"", whole.substr(0, 20),
                                          whole.substr(0, whole.size() - 1), changed,
                                          whole.substr(whole.find('\n') + 1)};
  for (std::size_t i = 0; i < damaged.size(); ++i) {
    overwrite(damaged[i], contents[i]);
  }
  const StoredRun run = make_run(60);
  spool().write(run);
  const Spool::Replay replayed = replay();
  EXPECT_EQ(replayed.stored, 1U);
  EXPECT_EQ(replayed.set_aside, 5U);
  EXPECT_TRUE(store().load(run.uuid));
  EXPECT_THAT(told_, SizeIs(5));
  EXPECT_THAT(told_[0], AllOf(HasSubstr("set aside"), Not(HasSubstr("\n"))));
  std::vector<std::string> kept;
  for (const std::string& file : files(spool_folder() / "damaged")) {
    kept.push_back(read(spool_folder() / "damaged" / file));
  }
  EXPECT_THAT(kept, testing::UnorderedElementsAreArray(contents));
  EXPECT_EQ(replay().set_aside, 0U);
}

TEST_F(SpoolTest, ARunThatTheServerRefusesIsSetAside) {
  change("ALTER TABLE orbbench.runs ADD CHECK (commit <> 'unwanted')");
  StoredRun unwanted = make_run(1);
  unwanted.commit = "unwanted";
  const StoredRun wanted = make_run(2);
  spool().write(unwanted);
  spool().write(wanted);
  replay();
  EXPECT_TRUE(store().load(wanted.uuid));
  EXPECT_THAT(told_, ElementsAre(HasSubstr("cannot be stored")));
  EXPECT_THAT(files(spool_folder() / "damaged"), SizeIs(1));
}

TEST_F(SpoolTest, WhatWaitsGoesOnWaitingWhileTheServerIsAway) {
  spool().write(make_run(1));
  spool().write(make_run(2));
  ResultsStore nowhere("host=/nowhere port=5432 dbname=postgres");
  EXPECT_THROW(spool().replay(nowhere, [](const std::string&) {}), StoreUnavailable);
  EXPECT_THAT(files(spool_folder()), SizeIs(2));
  EXPECT_EQ(replay().stored, 2U);
}

TEST_F(SpoolTest, ReplaysAtOnceStoreEachRunOnce) {
  constexpr int kRuns = 40;
  for (int i = 0; i < kRuns; ++i) {
    spool().write(make_run(i));
  }
  std::vector<std::future<void>> replays;
  replays.reserve(4);
  for (int i = 0; i < 4; ++i) {
    replays.push_back(std::async(std::launch::async, [this] {
      ResultsStore results = store();
      spool().replay(results, [](const std::string& line) { ADD_FAILURE() << line; });
    }));
  }
  for (auto& one : replays) {
    one.get();
  }
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.runs"), std::to_string(kRuns));
  EXPECT_THAT(files(spool_folder()), IsEmpty());
}

TEST_F(SpoolTest, AHalfWrittenFileIsNoRunAndGoesWhenItIsOld) {
  fs::create_directories(spool_folder());
  overwrite(spool_folder() / ".unfinished-new", "orbbench-spool 1 ");
  overwrite(spool_folder() / ".unfinished-old", "orbbench-spool 1 ");
  fs::last_write_time(spool_folder() / ".unfinished-old",
                      fs::file_time_type::clock::now() - std::chrono::hours(2));
  replay();
  EXPECT_THAT(told_, IsEmpty());
  EXPECT_THAT(files(spool_folder()), ElementsAre(".unfinished-new"));
}

}  // namespace
}  // namespace orbbench::tests
