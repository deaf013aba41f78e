#include "http/wrk_latencies.hpp"

#include <gtest/gtest.h>

namespace orbbench::bench {
namespace {

std::vector<std::int64_t> in_order(const metrics::LatencyHistogram& latencies) {
  std::vector<std::int64_t> all;
  for (std::uint64_t rank = 1; rank <= latencies.count(); ++rank) {
    const double share = static_cast<double>(rank) / static_cast<double>(latencies.count());
    all.push_back(std::chrono::round<std::chrono::microseconds>(latencies.quantile(share)).count());
  }
  return all;
}

// One of ten requests took 500 us, the mean is 100: wrk adds 400, 300 and 200.
TEST(WrkLatenciesTest, TakesAwayWhatWrkAdded) {
  const WrkCounts told{{55, 5}, {56, 4}, {200, 1}, {300, 1}, {400, 1}, {500, 1}};
  EXPECT_EQ(in_order(measured_by_wrk(told, 10, 1, 1000)),
            (std::vector<std::int64_t>{55, 55, 55, 55, 55, 56, 56, 56, 56, 500}));
}

TEST(WrkLatenciesTest, TheMeanIsThatOfAConnection) {
  // Two connections, 10 requests of 200 us each: of 800 us wrk made 600 and 400.
  EXPECT_EQ(in_order(measured_by_wrk({{150, 18}, {400, 2}, {600, 2}, {800, 2}}, 20, 2, 2000)),
            in_order(measured_by_wrk({{150, 18}, {800, 2}}, 20, 2, 2000)));
}

TEST(WrkLatenciesTest, LeavesThoseToWhichNothingWasAdded) {
  const WrkCounts told{{50, 9}, {500, 1}};
  EXPECT_EQ(measured_by_wrk(told, 10, 1, 950).count(), 10U);
}

}  // namespace
}  // namespace orbbench::bench
