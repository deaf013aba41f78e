#include <gmock/gmock.h>

#include <cstdlib>
#include <iostream>
#include <thread>

#include "console_fixture.hpp"
#include "latency/latency_panel.hpp"

namespace orbbench::tests {
namespace {

using console::LatencyPanel;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int kSamplesASecond = 100'000;
constexpr auto kLimit = 50ms;

std::chrono::seconds load_time() {
  const char* seconds = std::getenv("ORBBENCH_CONSOLE_LOAD_SECONDS");
  return std::chrono::seconds(seconds != nullptr ? std::atoi(seconds) : 10);
}

// Feeds at that rate, a thousandth of a second's samples at a time, until the time is over.
std::uint64_t feed(console::SampleFeed& samples, std::chrono::seconds time) {
  constexpr int kBurst = kSamplesASecond / 1000;
  const auto begin = Clock::now();
  std::uint64_t fed = 0;
  for (auto turn = begin; turn < begin + time; turn += 1ms) {
    std::this_thread::sleep_until(turn);  // the pace of the samples
    for (int call = 0; call < kBurst; ++call, ++fed) {
      const auto latency = std::chrono::microseconds(50 + fed * 7919 % 400);
      samples.add(fed % 2 == 0 ? "even" : "odd", Clock::now(),
                  fed % 10'000 == 0 ? 20ms : std::chrono::milliseconds(0) + latency);
    }
  }
  return fed;
}

class ConsoleLoadTest : public ConsoleFixture {};

TEST_F(ConsoleLoadTest, TheWindowStaysAliveUnder100000SamplesASecond) {
  const auto time = load_time();
  auto& panel = dynamic_cast<LatencyPanel&>(open("Latency"));
  frame().loop_probe().reset();
  std::uint64_t fed = 0;
  std::atomic<bool> done = false;
  const auto begin = Clock::now();
  std::jthread feeder([&] {
    fed = feed(desk().samples, time);
    done = true;
  });
  ASSERT_TRUE(run_until([&] { return done.load(); }, 2 * time + 10s));
  const auto took = std::chrono::duration<double>(Clock::now() - begin).count();
  const auto report = frame().loop_probe().report();
  feeder.join();
  const auto milliseconds = [](auto duration) {
    return std::chrono::duration<double, std::milli>(duration).count();
  };
  std::cout << fed << " samples in " << took << " s, " << desk().samples.dropped()
            << " dropped; event loop: p50 " << milliseconds(report.p50) << " ms, p99 "
            << milliseconds(report.p99) << " ms, longest " << milliseconds(report.longest)
            << " ms over " << report.beats << " beats\n";
  screenshot("latency-under-load");
  EXPECT_LT(report.p99, kLimit);
  EXPECT_GT(report.beats, static_cast<std::size_t>(time / kBeat) / 2);
  EXPECT_EQ(desk().samples.dropped(), 0U);
  EXPECT_GE(static_cast<double>(fed) / took, 0.9 * kSamplesASecond);
  ASSERT_TRUE(run_until([&] {
    std::uint64_t recorded = 0;
    for (const auto& series : panel.recording().read()) {
      recorded += series->count;
    }
    return recorded == fed;
  })) << "what was fed was not recorded";
}

}  // namespace
}  // namespace orbbench::tests
