// SC-08: what sharing the work costs.

#include <gmock/gmock.h>

#include <iostream>
#include <thread>

#include "orbbench/metrics/latency_histogram.hpp"
#include "work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace work;
using namespace std::chrono_literals;
using metrics::LatencyHistogram;
using std::chrono::steady_clock;

class WorkSpeedTest : public WorkFixture {
 protected:
  /// Does what there is to do, and returns how long each lease took.
  LatencyHistogram work_off(const std::string& name) const {
    LatencyHistogram leases;
    Queue mine = queue();
    for (;;) {
      const auto asked = steady_clock::now();
      const auto item = mine.lease(name, kLong);
      leases.record(steady_clock::now() - asked);
      if (!item) {
        return leases;
      }
      EXPECT_TRUE(mine.finish(*item, {}));
    }
  }
};

TEST_F(WorkSpeedTest, SC08_AThousandItemsAreDoneOnceAndFast) {
  constexpr std::size_t kWorkers = 5;
  constexpr std::size_t kItems = 1000;
  const NewRun run = submit(kItems);
  std::vector<LatencyHistogram> leases(kWorkers);
  const auto begun = steady_clock::now();
  {
    std::vector<std::jthread> workers;
    workers.reserve(kWorkers);
    for (std::size_t i = 0; i < kWorkers; ++i) {
      workers.emplace_back([&, i] { leases[i] = work_off("worker-" + std::to_string(i)); });
    }
  }
  const std::chrono::duration<double> took = steady_clock::now() - begun;
  LatencyHistogram all;
  for (const LatencyHistogram& part : leases) {
    all.merge(part);
  }
  const double rate = kItems / took.count();
  const auto in_ms = [&](double share) {
    return static_cast<double>(all.quantile(share).count()) / 1e6;
  };
  std::cout << rate << " items/s, lease p50 " << in_ms(0.5) << " ms, p99 " << in_ms(0.99)
            << " ms\n";
  EXPECT_GE(rate, 40);
  EXPECT_LT(all.quantile(0.99), 50ms);
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_attempts WHERE outcome = 'done'"),
            std::to_string(kItems));
  EXPECT_EQ(ask("SELECT count(DISTINCT item_id) FROM orbbench.work_attempts"),
            std::to_string(kItems));
  EXPECT_EQ(state_of(run.work_id), "finished");
}

TEST_F(WorkSpeedTest, SC08_ALeaseIsFastHoweverManyItemsWait) {
  constexpr std::size_t kItems = 50'000;
  constexpr int kLeases = 50;
  submit(kItems);
  Queue mine = queue();
  LatencyHistogram leases;
  for (int i = 0; i < kLeases; ++i) {
    const auto asked = steady_clock::now();
    ASSERT_TRUE(mine.lease("w", kLong));
    leases.record(steady_clock::now() - asked);
  }
  EXPECT_LT(leases.quantile(0.5), 50ms);
}

}  // namespace
}  // namespace orbbench::tests
