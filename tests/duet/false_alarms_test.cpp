// How often simulated duets err: of the same core, and of one that is 5 % slower. What "changed"
// says is put together here as judge() does it, of fewer resamples, so that hundreds take seconds.

#include <gtest/gtest.h>

#include <algorithm>

#include "duet/judgement.hpp"
#include "simulated_calls.hpp"

namespace orbbench::duet {
namespace {

using metrics::RatioEstimate;
using metrics::StretchedDurations;
using tests::SimulatedCalls;

// As measured between compilers at work: starts differ by 0.3 %, and single stretches of one side
// by 3 %, some of which goes on in the next.
constexpr SimulatedCalls::Shape kNoisy{
    .start_spread = 0.003, .disturbance = 0.03, .rounds = 20, .stretches = 12, .calls = 40};

struct Alarms {
  int p50 = 0;
  int any = 0;
};

Alarms count_changes(SimulatedCalls::Shape shape, double slowdown, std::uint64_t duets) {
  shape.slowdown = slowdown;
  Alarms alarms;
  for (std::uint64_t seed = 1; seed <= duets; ++seed) {
    const SimulatedCalls calls(shape, seed);
    const std::vector<double> shares{0.5, 0.95, 0.99};
    const auto estimates = metrics::bootstrap_ratios(
        StretchedDurations(calls.baseline), StretchedDurations(calls.candidate), calls.rounds,
        shares, {.resamples = 200, .seed = seed});
    alarms.p50 += is_change(estimates.front()) ? 1 : 0;
    alarms.any += std::any_of(estimates.begin(), estimates.end(), is_change) ? 1 : 0;
  }
  return alarms;
}

TEST(FalseAlarmsTest, AreAtMostOneInAHundredDuetsOfTheSameCore) {
  EXPECT_LE(count_changes(kNoisy, 0, 400).any, 4);
}

TEST(FalseAlarmsTest, AreAsRareInDuetsOfFourRounds) {
  SimulatedCalls::Shape shape = kNoisy;
  shape.rounds = 4;
  EXPECT_LE(count_changes(shape, 0, 400).any, 4);
}

// The same figures without regard to rounds: that starts differ is taken for a change.
TEST(FalseAlarmsTest, AreManyWhenRoundsAreTakenForOne) {
  int alarms = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SimulatedCalls calls({.start_spread = 0.04, .rounds = 20, .stretches = 12, .calls = 40}, seed);
    calls.rounds = {{0, calls.baseline.size()}};
    const std::vector<double> median{0.5};
    alarms += is_change(metrics::bootstrap_ratios(StretchedDurations(calls.baseline),
                                                  StretchedDurations(calls.candidate), calls.rounds,
                                                  median, {.resamples = 200, .seed = seed})
                            .front())
                  ? 1
                  : 0;
  }
  EXPECT_GT(alarms, 4);
}

TEST(FalseAlarmsTest, ASlowdownOfFivePercentIsSeenInNineteenOfTwentyDuets) {
  EXPECT_GE(count_changes(kNoisy, 0.05, 200).p50, 190);
}

}  // namespace
}  // namespace orbbench::duet
