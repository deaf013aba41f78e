// Workers and servers that die, or stand still, at any moment: each item is done, and once.

#include <gmock/gmock.h>

#include <csignal>
#include <iostream>
#include <memory>
#include <random>
#include <set>
#include <thread>

#include "orbbench/process/child_process.hpp"
#include "work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace work;
using namespace std::chrono_literals;
using process::ChildProcess;
using std::chrono::milliseconds;

constexpr auto kPatience = 30s;

class CrashTest : public WorkFixture {
 protected:
  CrashTest() {
    const auto seed = std::random_device{}();
    std::cout << "seed " << seed << '\n';
    random_.seed(seed);
  }

  std::unique_ptr<ChildProcess> start_worker(const std::string& name, milliseconds lease,
                                             const std::string& holding = "go") const {
    return std::make_unique<ChildProcess>(ChildProcess::Settings{
        .program = COUNTING_WORKER_BINARY,
        .arguments = {connection(), name, std::to_string(lease.count()), holding},
        .errors = ChildProcess::Errors::Kept});
  }

  static std::string line_of(ChildProcess& worker) {
    return worker.next_line(kPatience).value_or("nothing");
  }

  /// What it had told and nobody had read.
  static std::vector<std::string> rest_of(ChildProcess& worker) {
    worker.end(SIGKILL);
    std::vector<std::string> lines;
    try {
      while (const auto line = worker.next_line(kPatience)) {
        lines.push_back(*line);
      }
    } catch (const std::runtime_error&) {
      // That was all.
    }
    return lines;
  }

  void await_end(const NewRun& run) const {
    Queue asking = queue();
    const auto limit = std::chrono::steady_clock::now() + 60s;
    while (!asking.show(run.work_id)->finished_at) {
      ASSERT_LT(std::chrono::steady_clock::now(), limit)
          << asking.show(run.work_id)->items.done << " done of " << run.payloads.size();
      std::this_thread::sleep_for(20ms);
    }
  }

  void expect_each_done_once(const NewRun& run) const {
    EXPECT_EQ(state_of(run.work_id), "finished");
    const auto items = std::to_string(run.payloads.size());
    EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_items WHERE state = 'done' AND "
                  "result = payload"),
              items);
    EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_attempts WHERE outcome = 'done'"), items);
    EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_outbox WHERE kind = 'item.done'"), items);
    EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_outbox WHERE kind = 'run.finished'"), "1");
  }

  std::mt19937 random_;
};

TEST_F(CrashTest, SC03_AnotherWorkerTakesTheItemOfOneThatWasKilled) {
  const NewRun run = submit(1);
  const auto victim = start_worker("victim", 300ms, "hold");
  ASSERT_EQ(line_of(*victim), "leased 0");
  victim->end(SIGKILL);
  const auto heir = start_worker("heir", 10min);
  EXPECT_EQ(line_of(*heir), "leased 0");
  EXPECT_EQ(line_of(*heir), "done 0");
  expect_each_done_once(run);
  EXPECT_EQ(ask("SELECT string_agg(worker || ' ' || outcome, ', ' ORDER BY token) FROM "
                "orbbench.work_attempts"),
            "victim expired, heir done");
}

TEST_F(CrashTest, SC03_AWorkerThatStoodStillBeyondItsLeaseIsFenced) {
  const NewRun run = submit(1);
  const auto sleeper = start_worker("sleeper", 300ms, "hold");
  ASSERT_EQ(line_of(*sleeper), "leased 0");
  kill(sleeper->pid(), SIGSTOP);
  const auto heir = start_worker("heir", 10min);
  EXPECT_EQ(line_of(*heir), "leased 0");
  EXPECT_EQ(line_of(*heir), "done 0");
  kill(sleeper->pid(), SIGUSR1);
  kill(sleeper->pid(), SIGCONT);
  EXPECT_EQ(line_of(*sleeper), "fenced 0");
  expect_each_done_once(run);
}

TEST_F(CrashTest, SC03_WorkersThatAreKilledAtAnyMomentLoseAndDoubleNothing) {
  constexpr std::size_t kWorkers = 3;
  constexpr int kDeaths = 20;
  NewRun run{.work_id = store::make_uuid(), .kind = "count", .max_attempts = 1000};
  for (int i = 0; i < 200; ++i) {
    run.payloads.push_back(std::to_string(i));
  }
  ASSERT_TRUE(queue().submit(run));
  std::vector<std::unique_ptr<ChildProcess>> workers(kWorkers);
  for (auto& worker : workers) {
    worker = start_worker("worker", 300ms);
  }
  std::uniform_int_distribution<int> steps(0, 6);
  for (int i = 0; i < kDeaths; ++i) {
    auto& worker = workers[static_cast<std::size_t>(i) % kWorkers];
    for (int step = steps(random_); step > 0; --step) {
      worker->next_line(100ms);  // or what it waits for is another one's
    }
    worker->end(SIGKILL);
    worker = start_worker("worker", 300ms);
  }
  await_end(run);
  expect_each_done_once(run);
}

TEST_F(CrashTest, AServerThatIsKilledLosesAndDoublesNothing) {
  constexpr std::size_t kWorkers = 4;
  constexpr int kDeaths = 3;
  const NewRun run = submit(400);
  std::vector<std::unique_ptr<ChildProcess>> workers(kWorkers);
  for (auto& worker : workers) {
    worker = start_worker("worker", 2s);
  }
  std::uniform_int_distribution<int> steps(10, 40);
  for (int i = 0; i < kDeaths; ++i) {
    for (int step = steps(random_); step > 0; --step) {
      ASSERT_NE(line_of(*workers[0]), "nothing");
    }
    stack_.kill_part("postgres");
    stack_.start_part("postgres");
  }
  await_end(run);
  expect_each_done_once(run);
  std::set<std::string> told;
  for (auto& worker : workers) {
    for (const std::string& line : rest_of(*worker)) {
      EXPECT_TRUE(!line.starts_with("done") || told.insert(line).second) << line << " twice";
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
