#include "orbbench/orb_client/deadline.hpp"

#include <gtest/gtest.h>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

TEST(DeadlineTest, HasNothingLeftWhenItsInstantIsPast) {
  const Deadline past = Deadline::at(Deadline::Clock::now() - 1s);
  EXPECT_TRUE(past.expired());
  EXPECT_EQ(past.remaining(), Deadline::Clock::duration::zero());
}

TEST(DeadlineTest, HasNoMoreLeftThanItsBudget) {
  const Deadline later = Deadline::after(1h);
  EXPECT_FALSE(later.expired());
  EXPECT_LE(later.remaining(), 1h);
  EXPECT_GT(later.remaining(), 59min);
}

TEST(DeadlineTest, IsNotPostponedByALongerCap) {
  const Deadline first = Deadline::after(1s);
  EXPECT_EQ(first.capped(1h).instant(), first.instant());
}

TEST(DeadlineTest, IsBroughtForwardByAShorterCap) {
  const Deadline first = Deadline::after(1h);
  EXPECT_LE(first.capped(1s).remaining(), 1s);
}

}  // namespace
}  // namespace orbbench::orb_client
