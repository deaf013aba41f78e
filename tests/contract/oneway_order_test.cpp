#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orb_client;

constexpr std::size_t kLanes = 4;
constexpr std::uint64_t kOneways = 500;

using OnewayOrderTest = CoreFixture;

// A oneway is sent and forgotten; what keeps their order is that a lane is one connection and that
// the core works off a connection on one thread.
TEST_F(OnewayOrderTest, IsKeptOnEachLaneWhileOthersSendToo) {
  const auto pool = make_pool({.lanes = kLanes, .waiters = 0});
  std::vector<std::jthread> threads;
  threads.reserve(kLanes);
  for (std::size_t i = 0; i < kLanes; ++i) {
    threads.emplace_back([&, channel = "lane-" + std::to_string(i)] {
      Lease lane = pool->lease(soon());
      for (std::uint64_t number = 1; number <= kOneways; ++number) {
        lane->notify(channel, number, soon());
      }
      // Answered after all oneways before it on this lane.
      const ArrivalReport report = lane->arrivals(channel, soon());
      EXPECT_EQ(report.arrived, kOneways);
      EXPECT_EQ(report.out_of_order, 0U);
      EXPECT_EQ(report.last_sequence_number, kOneways);
    });
  }
}

}  // namespace
}  // namespace orbbench::tests
