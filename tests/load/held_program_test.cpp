#include "http/held_program.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;

/// Writes the time of day, in nanoseconds, over and over.
constexpr const char* kClock =
    "i=0; while [ $i -lt 300 ]; do i=$((i+1)); date +%s%N; done; echo RESULT {}";

std::vector<std::string> shell(const std::string& script) {
  return {"-c", script};
}

/// How often one of them ran after the other.
std::size_t changes(const std::vector<std::string>& one, const std::vector<std::string>& other) {
  std::vector<std::pair<std::string, int>> times;
  for (const std::string& time : one) {
    times.emplace_back(time, 1);
  }
  for (const std::string& time : other) {
    times.emplace_back(time, 2);
  }
  std::ranges::sort(times);
  std::size_t found = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i].second != times[i - 1].second) {
      ++found;
    }
  }
  return found;
}

TEST(HeldProgramTest, OneOfTwoRunsAtATime) {
  HeldProgram other("sh", shell(kClock));
  other.hold();
  HeldProgram one("sh", shell(kClock));
  run_in_turns(one, other, 20ms, {});
  const HeldResult first = one.take_result();
  const HeldResult second = other.take_result();
  const std::size_t held = first.times_held + second.times_held;
  EXPECT_EQ(first.lines.size(), 300U);
  EXPECT_EQ(second.lines.size(), 300U);
  EXPECT_GT(held, 4U);
  // The clock that was being read when its reader was held is read to its end.
  EXPECT_LE(changes(first.lines, second.lines), 3 * held);
}

TEST(HeldProgramTest, SaysForHowLongItWasHeld) {
  HeldProgram program("sh", shell("sleep 1; echo 'RESULT {\"calls\":7}'"));
  EXPECT_FALSE(program.run_for(10ms));
  program.hold();
  std::this_thread::sleep_for(300ms);  // the time for which it is held
  EXPECT_TRUE(program.run_for(10s));
  const HeldResult told = program.take_result();
  EXPECT_EQ(told.times_held, 1U);
  EXPECT_GE(told.held, 300ms);
  EXPECT_EQ(told.result.at("calls"), 7);
  EXPECT_EQ(program.take_result().times_held, 0U);
}

TEST(HeldProgramTest, CallsForWhichItWasHeldAreNoLatencies) {
  metrics::LatencyHistogram latencies;
  for (int call = 1; call <= 100; ++call) {
    latencies.record(std::chrono::microseconds(call));
  }
  latencies.record(1s);
  latencies.record(2s);
  HeldResult told;
  told.times_held = 1;
  EXPECT_NEAR(told.quantile_us(latencies, 2, 0.99), 99, 0.1);
  EXPECT_NEAR(told.quantile_us(latencies, 2, 1), 100, 0.1);
  told.times_held = 51;
  EXPECT_EQ(told.quantile_us(latencies, 2, 0.5), 0);
}

TEST(HeldProgramTest, OneThatEndsWithoutAResultSaysWhy) {
  HeldProgram program("sh", shell("echo no such host >&2; echo and more >&2; exit 1"));
  try {
    program.run_for(10s);
    ADD_FAILURE() << "it has told a result";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(), "sh gave no result: no such host");
  }
}

TEST(HeldProgramTest, OneThatIsHeldCanBeEnded) {
  const auto begin = std::chrono::steady_clock::now();
  {
    HeldProgram program("sleep", {"100"});
    program.hold();
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 4s);
}

}  // namespace
}  // namespace orbbench::bench
