#include "orbbench/work/backoff.hpp"

#include <gtest/gtest.h>

#include <climits>

namespace orbbench::work {
namespace {

using namespace std::chrono_literals;

TEST(BackoffTest, DoublesWithEachAttempt) {
  const Backoff backoff{.first = 1s, .longest = 1h};
  EXPECT_EQ(backoff.after(1, 1), 1s);
  EXPECT_EQ(backoff.after(2, 1), 2s);
  EXPECT_EQ(backoff.after(7, 1), 64s);
}

TEST(BackoffTest, StaysWithinItsLimitHoweverManyAttempts) {
  const Backoff backoff{.first = 1s, .longest = 5min};
  EXPECT_EQ(backoff.after(10, 1), 5min);
  EXPECT_EQ(backoff.after(INT_MAX, 1), 5min);
}

TEST(BackoffTest, LiesByChanceBetweenHalfAndAll) {
  const Backoff backoff{.first = 1s, .longest = 5min};
  EXPECT_EQ(backoff.after(3, 0), 2s);
  EXPECT_EQ(backoff.after(3, 0.5), 3s);
  EXPECT_EQ(backoff.after(3, 1), 4s);
}

}  // namespace
}  // namespace orbbench::work
