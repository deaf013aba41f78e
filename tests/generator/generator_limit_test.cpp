#include "load/generator_limit.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "load/tcp_floor.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr int kAttempts = 3;  // others may need the machine for a while

class GeneratorLimitTest : public testing::Test {
 protected:
  GeneratorLimitTest() : floor_(60, 24) {}

  std::optional<GeneratorLimit> limit_at(double rate, TimedCall call) const {
    return find_generator_limit({ConstantArrivals{rate}, 10s}, {std::move(call)}, {});
  }
  TimedCall round_trip() {
    return [this] { floor_.round_trip(); };
  }

 private:
  TcpFloor floor_;
};

TEST_F(GeneratorLimitTest, ARateThatNoPeerCouldAnswerIsRefusedWithOneThatIsHeld) {
  const auto limit = limit_at(1e6, round_trip());
  ASSERT_TRUE(limit);
  EXPECT_THAT(limit->fault, HasSubstr("raw TCP round trips a second"));
  EXPECT_LT(limit->rate, 5e5);
}

// A call that takes no time at all: however little the generator is late, it is more than a tenth.
TEST_F(GeneratorLimitTest, ARateAtWhichTheLanesAreCalledLateIsRefused) {
  std::optional<GeneratorLimit> limit;
  // What is due while the machine is away waits for the lane, and not for the generator.
  for (int attempt = 0; attempt < kAttempts && !limit; ++attempt) {
    limit = limit_at(3000, [] {});
  }
  ASSERT_TRUE(limit);
  EXPECT_THAT(limit->fault, HasSubstr("the generator was late"));
  EXPECT_EQ(limit->rate, 0);
}

TEST_F(GeneratorLimitTest, ALowRateIsNotTried) {
  int calls = 0;
  EXPECT_FALSE(limit_at(2000, [&] { ++calls; }));
  EXPECT_EQ(calls, 0);
}

TEST_F(GeneratorLimitTest, ARateThatIsHeldIsNotRefused) {
  // Long enough that no lateness is a tenth of it, on lanes that have time to spare.
  const TimedCall call = [] { std::this_thread::sleep_for(5ms); };  // how long a call takes
  std::optional<GeneratorLimit> limit;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    limit =
        find_generator_limit({ConstantArrivals{2100}, 10s}, std::vector<TimedCall>(32, call), {});
    if (!limit) {
      break;
    }
  }
  EXPECT_FALSE(limit) << limit->fault;
}

TEST_F(GeneratorLimitTest, EndsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(
      find_generator_limit({ConstantArrivals{1e6}, 10s}, {round_trip()}, stop.get_token()));
}

}  // namespace
}  // namespace orbbench::bench
