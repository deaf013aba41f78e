#include "orbbench/orb_client/scatter.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;
using Call = std::function<int(Deadline)>;

Deadline soon() {
  return Deadline::after(20s);
}

TEST(ScatterTest, OR14_GathersEachOutcomeInOrder) {
  std::vector<Call> calls;
  for (int i = 0; i < 20; ++i) {
    calls.emplace_back([i](Deadline) {
      if (i % 3 == 0) {
        throw std::runtime_error("call " + std::to_string(i));
      }
      return i;
    });
  }
  const auto gathered = scatter(calls, soon(), 4);
  ASSERT_EQ(gathered.size(), 20U);
  for (int i = 0; i < 20; ++i) {
    const auto& one = gathered[static_cast<std::size_t>(i)];
    ASSERT_EQ(one.succeeded(), i % 3 != 0);
    if (one.succeeded()) {
      EXPECT_EQ(one.get(), i);
    } else {
      EXPECT_THROW(one.get(), std::runtime_error);
    }
  }
}

TEST(ScatterTest, OR14_RunsAsManyAtOnceAsThreads) {
  std::latch all_there(5);
  const std::vector<Call> calls(5, [&](Deadline) {
    all_there.arrive_and_wait();
    return 1;
  });
  EXPECT_EQ(scatter(calls, soon(), 5).size(), 5U);
}

TEST(ScatterTest, RunsNoMoreAtOnceThanThreads) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  const std::vector<Call> calls(100, [&](Deadline) {
    const int now = ++running;
    int before = most;
    while (before < now && !most.compare_exchange_weak(before, now)) {
    }
    std::this_thread::yield();
    --running;
    return 0;
  });
  scatter(calls, soon(), 3);
  EXPECT_LE(most, 3);
  EXPECT_EQ(running, 0) << "nothing is left running";
}

TEST(ScatterTest, MakesNoCallAfterTheDeadline) {
  std::atomic<int> made = 0;
  const std::vector<Call> calls(3, [&](Deadline) { return ++made; });
  const auto gathered = scatter(calls, Deadline::after(0s), 2);
  EXPECT_EQ(made, 0);
  for (const auto& one : gathered) {
    EXPECT_THROW(one.get(), TimeoutError);
  }
}

TEST(ScatterTest, GathersNothingOfNoCalls) {
  EXPECT_TRUE(scatter(std::vector<Call>{}, soon(), 8).empty());
}

TEST(ScatterTest, RefusesThreadsOutOfRange) {
  const std::vector<Call> calls(1, [](Deadline) { return 0; });
  EXPECT_THROW(scatter(calls, soon(), 0), ConfigError);
  EXPECT_THROW(scatter(calls, soon(), 65), ConfigError);
}

}  // namespace
}  // namespace orbbench::orb_client
