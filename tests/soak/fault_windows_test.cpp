// Which calls a declared fault may be blamed for.

#include "soak/fault_windows.hpp"

#include <gtest/gtest.h>

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using Clock = FaultWindows::Clock;

/// One fault from 10 to 15 s after the epoch of the clock, of a load whose deadline is 2 s.
class FaultWindowsTest : public testing::Test {
 protected:
  static Clock::time_point at(std::chrono::milliseconds time) { return Clock::time_point(time); }

  bool declares(std::chrono::milliseconds due, std::chrono::milliseconds sent,
                std::chrono::milliseconds ended, Outcome outcome = Outcome::Unreachable) {
    return windows_.declares({at(due), at(sent), at(ended), outcome});
  }

  void make(const decltype(PlannedFault::what)& what) {
    timetable_[0].what = what;
    windows_.open(0, at(10s));
    windows_.close(0, at(15s));
  }

  FaultTimetable timetable_{{10s, 5s, KilledCore{}}};
  FaultWindows windows_{timetable_, 2s};
};

TEST_F(FaultWindowsTest, CallsWithinItAreDeclaredAndOthersAreNot) {
  EXPECT_FALSE(declares(12s, 12s, 12100ms)) << "it was not made yet";
  make(KilledCore{});
  EXPECT_FALSE(declares(9s, 9s, 9900ms));
  EXPECT_TRUE(declares(9900ms, 9900ms, 10100ms)) << "was under way";
  EXPECT_TRUE(declares(12s, 12s, 12100ms));
  EXPECT_TRUE(declares(12s, 15100ms, 15200ms)) << "was due, and kept waiting";
  EXPECT_FALSE(declares(15300ms, 15300ms, 15400ms));
}

TEST_F(FaultWindowsTest, CallsThatOneOfItsCallsKeptWaitingAreDeclared) {
  make(KilledCore{});
  EXPECT_FALSE(declares(15500ms, 15500ms, 15600ms));
  EXPECT_TRUE(declares(14900ms, 14900ms, 16s));
  EXPECT_TRUE(declares(15500ms, 16s, 16200ms));
  EXPECT_FALSE(declares(16100ms, 16200ms, 16300ms)) << "no chain without an end";
}

TEST_F(FaultWindowsTest, ADeadlineBeyondItsEndNothingIsDeclared) {
  make(KilledCore{});
  EXPECT_TRUE(declares(14s, 14s, 30s));
  EXPECT_TRUE(declares(16900ms, 30s, 31s));
  EXPECT_FALSE(declares(17100ms, 30s, 31s));
}

TEST_F(FaultWindowsTest, CallsThatFailAreTheEffectOfACoreThatWasKilled) {
  make(KilledCore{});
  declares(11s, 11s, 12s, Outcome::Ok);
  EXPECT_EQ(windows_.effects(0), 0U);
  declares(11s, 11s, 12s, Outcome::Timeout);
  declares(20s, 20s, 21s, Outcome::Timeout);
  EXPECT_EQ(windows_.effects(0), 1U);
}

TEST_F(FaultWindowsTest, CallsThatLastSoLongAreTheEffectOfADelay) {
  make(DelayedReplies{20ms});
  declares(11s, 11020ms, 11039ms, Outcome::Ok);
  EXPECT_EQ(windows_.effects(0), 0U) << "it was late when it was sent";
  declares(11s, 11s, 11020ms, Outcome::Ok);
  EXPECT_EQ(windows_.effects(0), 1U);
}

TEST_F(FaultWindowsTest, TheProxyTellsOfItsOwnEffects) {
  make(orbbench::faults::Fault{});
  declares(11s, 11s, 12s, Outcome::Timeout);
  EXPECT_EQ(windows_.effects(0), 0U);
  windows_.set_effects(0, 7);
  EXPECT_EQ(windows_.effects(0), 7U);
}

TEST_F(FaultWindowsTest, OnlyAKilledCoreIsAKilledCore) {
  windows_.open(0, at(10s));
  EXPECT_TRUE(windows_.core_was_killed(at(11s), at(11s))) << "it is not over";
  windows_.close(0, at(15s));
  EXPECT_FALSE(windows_.core_was_killed(at(8s), at(9s)));
  EXPECT_TRUE(windows_.core_was_killed(at(9s), at(10s)));
  EXPECT_TRUE(windows_.core_was_killed(at(15s), at(16s)));
  EXPECT_FALSE(windows_.core_was_killed(at(16s), at(17s)));
  timetable_[0].what = DroppedReplies{1};
  EXPECT_FALSE(windows_.core_was_killed(at(9s), at(10s)));
}

}  // namespace
}  // namespace orbbench::tests
