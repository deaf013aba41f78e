#include "back_off.hpp"

#include <gtest/gtest.h>

#include <set>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

constexpr RetryPolicy kPolicy{.first_delay = 20ms, .longest_delay = 100ms, .seed = 7};

TEST(BackOffTest, RE06_DoublesUpToItsLimitLessAHalfAtMost) {
  BackOff back_off(kPolicy);
  const std::chrono::milliseconds whole[] = {20ms, 40ms, 80ms, 100ms, 100ms};
  for (int round = 0; round < 200; ++round) {
    for (std::uint32_t attempt = 1; attempt <= 5; ++attempt) {
      const auto delay = back_off.after_attempt(attempt);
      EXPECT_LE(delay, whole[attempt - 1]);
      EXPECT_GE(delay, whole[attempt - 1] / 2);
    }
  }
}

TEST(BackOffTest, RE06_JittersOverTheWholeHalf) {
  BackOff back_off(kPolicy);
  auto least = BackOff::Duration::max();
  auto most = BackOff::Duration::zero();
  std::set<BackOff::Duration> different;
  for (int round = 0; round < 1000; ++round) {
    const auto delay = back_off.after_attempt(1);
    least = std::min(least, delay);
    most = std::max(most, delay);
    different.insert(delay);
  }
  EXPECT_LT(least, 10500us);
  EXPECT_GT(most, 19500us);
  EXPECT_GT(different.size(), 990U);
}

TEST(BackOffTest, RepeatsItselfUnderTheSameSeedOnly) {
  BackOff first(kPolicy);
  BackOff second(kPolicy);
  RetryPolicy other_policy = kPolicy;
  other_policy.seed = 8;
  BackOff other(other_policy);
  bool differs = false;
  for (std::uint32_t attempt = 1; attempt <= 20; ++attempt) {
    const auto delay = first.after_attempt(attempt);
    EXPECT_EQ(delay, second.after_attempt(attempt));
    differs |= delay != other.after_attempt(attempt);
  }
  EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace orbbench::orb_client
