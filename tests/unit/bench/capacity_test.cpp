#include "load/capacity.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace orbbench::bench {
namespace {

TEST(CapacitySearchTest, FindsTheBoundToItsPrecision) {
  std::vector<double> tried;
  const double capacity =
      search_capacity({.lowest = 100, .highest = 1e5, .precision = 0.05}, [&](double rate) {
        tried.push_back(rate);
        return rate < 7300;
      });
  EXPECT_LT(capacity, 7300);
  EXPECT_GT(capacity, 7300 / 1.05);
  EXPECT_LT(tried.size(), 15U);
}

TEST(CapacitySearchTest, IsZeroWhereTheLowestRateIsTooHigh) {
  EXPECT_EQ(search_capacity({}, [](double) { return false; }), 0);
}

TEST(CapacitySearchTest, EndsAtTheHighestRate) {
  EXPECT_EQ(search_capacity({.lowest = 100, .highest = 1000}, [](double) { return true; }), 1000);
}

}  // namespace
}  // namespace orbbench::bench
