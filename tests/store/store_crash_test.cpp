// Writers and servers that die at any moment: each run that was said to be kept is there once.

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <iostream>
#include <random>
#include <set>

#include "orbbench/launcher/kept_database.hpp"
#include "sample_run.hpp"
#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::store;
using launcher::KeptDatabase;

constexpr std::size_t kUuidLength = 36;

/// A process that keeps one run after the other, and tells the id of each that is on disk.
class Writer {
 public:
  Writer(const Spool& spool, const std::string& connection) {
    EXPECT_EQ(pipe(ends_.data()), 0);
    pid_ = fork();
    if (pid_ == 0) {
      close(ends_[0]);
      write_runs(spool, connection);
    }
    close(ends_[1]);
  }
  ~Writer() {
    end();
    close(ends_[0]);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// The id of the next one; none when the writer has ended.
  std::string next() {
    std::string id(kUuidLength, '\0');
    // Writes this short come whole or not at all (pipe(7)).
    return read(ends_[0], id.data(), id.size()) == static_cast<ssize_t>(id.size()) ? id : "";
  }

  /// Kills it, unless it has ended, and returns what it had told that was not read.
  std::set<std::string> end() {
    std::set<std::string> ids;
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
      pid_ = -1;
      for (std::string id = next(); !id.empty(); id = next()) {
        ids.insert(id);
      }
    }
    return ids;
  }

 private:
  [[noreturn]] void write_runs(const Spool& spool, const std::string& connection) {
    ResultsStore store(connection);
    for (int i = 0;; ++i) {
      const StoredRun run = make_run(i);
      spool.write(run);
      if (write(ends_[1], run.uuid.data(), run.uuid.size()) < 0) {
        _exit(1);
      }
      try {
        spool.replay(store, [](const std::string& line) { std::cerr << line << '\n'; });
      } catch (const StoreUnavailable&) {
        // It waits for the next turn.
      }
    }
  }

  std::array<int, 2> ends_{};
  pid_t pid_ = -1;
};

class StoreCrashTest : public StartedStoreFixture {
 protected:
  void expect_each_once(const std::set<std::string>& ids) {
    ResultsStore results = store();
    std::vector<std::string> told;
    spool().replay(results, [&](const std::string& line) { told.push_back(line); });
    EXPECT_THAT(told, testing::IsEmpty());
    EXPECT_THAT(files(folder_ / "spool" / "damaged"), testing::IsEmpty());
    std::size_t missing = 0;
    for (const std::string& id : ids) {
      missing += results.load(id) ? 0U : 1U;
    }
    EXPECT_EQ(missing, 0U) << "of " << ids.size();
    const std::string runs = ask("SELECT count(*) FROM orbbench.runs");
    // One whose writer was killed before it could tell may be there as well.
    EXPECT_GE(std::stoul(runs), ids.size());
    EXPECT_EQ(ask("SELECT count(*) FROM orbbench.figures"),
              std::to_string(std::stoul(runs) * make_run().figures.size()));
    EXPECT_EQ(ask("SELECT count(DISTINCT run_id) FROM orbbench.histograms"), runs);
  }

  std::mt19937 random_{std::random_device{}()};
};

TEST_F(StoreCrashTest, AWriterThatIsKilledLosesAndDoublesNothing) {
  constexpr int kWriters = 25;
  std::uniform_int_distribution<int> few(1, 4);
  std::uniform_int_distribution<useconds_t> moment(0, 20'000);
  std::set<std::string> kept;
  for (int i = 0; i < kWriters; ++i) {
    Writer writer(spool(), connection());
    for (int runs = few(random_); runs > 0; --runs) {
      const std::string id = writer.next();
      ASSERT_NE(id, "");
      kept.insert(id);
    }
    usleep(moment(random_));  // any moment of the next one's
    kept.merge(writer.end());
  }
  expect_each_once(kept);
}

TEST_F(StoreCrashTest, AServerThatIsKilledLosesAndDoublesNothing) {
  constexpr int kDeaths = 4;
  std::uniform_int_distribution<int> some(3, 15);
  std::uniform_int_distribution<useconds_t> moment(0, 10'000);
  std::set<std::string> kept;
  Writer writer(spool(), connection());
  for (int i = 0; i < kDeaths; ++i) {
    for (int runs = some(random_); runs > 0; --runs) {
      const std::string id = writer.next();
      ASSERT_NE(id, "");
      kept.insert(id);
    }
    usleep(moment(random_));  // so that it dies at any moment of a save
    const pid_t server = server_->server_pid();
    kill(server, SIGKILL);
    waitpid(server, nullptr, 0);
    // The writer goes on meanwhile.
    KeptDatabase again = KeptDatabase::open(folder_ / "results");
    ASSERT_NE(again.server_pid(), server);
    server_.emplace(std::move(again));
  }
  kept.merge(writer.end());
  EXPECT_GT(kept.size(), 10U);
  expect_each_once(kept);
}

}  // namespace
}  // namespace orbbench::tests
