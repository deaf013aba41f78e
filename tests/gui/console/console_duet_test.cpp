// What a console that is open beside it costs a core that somebody measures.

#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "console/core_session.hpp"
#include "console/settings.hpp"
#include "core_process.hpp"
#include "duet/judgement.hpp"
#include "load/awake_processors.hpp"
#include "orbbench/metrics/block_bootstrap.hpp"
#include "orbbench/metrics/non_inferiority.hpp"
#include "orbbench/process/child_process.hpp"
#include "own_folder.hpp"
#include "x_display.hpp"

namespace orbbench::tests {
namespace {

using metrics::NonInferiority;
using metrics::StretchedDurations;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Durations = std::vector<StretchedDurations::Nanoseconds>;

constexpr std::size_t kFewStretches = 12;

std::size_t stretches_wanted() {
  const char* given = std::getenv("ORBBENCH_CONSOLE_DUET_STRETCHES");
  return given != nullptr ? std::strtoul(given, nullptr, 10) : kFewStretches;
}

const char* word_for(NonInferiority decision) {
  switch (decision) {
    case NonInferiority::Shown:
      return "equivalent";
    case NonInferiority::Refuted:
      return "worse";
    case NonInferiority::Undecided:
      return "undecided";
    case NonInferiority::NotMeasured:
      break;
  }
  return "not measured";
}

enum class Side : std::uint8_t { Without, With };

/// A core under a steady load, and the console on it: going, or held by SIGSTOP, block by block in
/// ABBA order, so that nothing but the console differs between the two.
class ConsoleDuetTest : public testing::Test {
 protected:
  ConsoleDuetTest() : session_(runtime_, {core_.address(), ""}), console_(start_console()) {}

  process::ChildProcess start_console() {
    console::Settings settings(settings_);
    settings.set("frame.page", "Pool");  // it draws all the time, and reads the metrics page
    settings.save();
    return process::ChildProcess(
        {.program = ORBBENCH_CONSOLE_BINARY,
         .arguments = {"--core", core_.address(), "--metrics",
                       "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics",
                       "--settings=" + settings_.string()},
         .environment = {{"DISPLAY", display_.name()}, {"ORB_CORE_URL", ""}},
         .errors = process::ChildProcess::Errors::Kept});
  }

  void let(Side side) {
    ASSERT_EQ(::kill(console_.pid(), side == Side::With ? SIGCONT : SIGSTOP), 0);
  }

  /// What calls take from when they are due; those of the first moments after a change are left
  /// out.
  void measure_block(Side side, Durations& durations) {
    constexpr auto kBlock = 400ms;
    constexpr auto kSettling = 100ms;
    constexpr auto kPeriod = 2ms;
    let(side);
    const auto begin = Clock::now();
    for (auto due = begin; due < begin + kBlock; due += kPeriod) {
      std::this_thread::sleep_until(due);  // the pace of the load
      call();
      if (due >= begin + kSettling) {
        durations.push_back(static_cast<StretchedDurations::Nanoseconds>(
            std::min<Clock::rep>((Clock::now() - due).count(), UINT32_MAX)));
      }
    }
  }

  bool is_worse();

  void call() {
    static const orb_client::OperationPolicy policy{
        .name = "ping", .repeatability = orb_client::Repeatability::Repeatable};
    session_.client().call(
        policy, orb_client::Deadline::after(5s),
        [](orb_client::CoreLane& lane, orb_client::Deadline limit) { lane.ping(limit); });
  }

  OwnFolder folder_;
  std::filesystem::path settings_ = folder_ / "console.json";
  XDisplay display_;
  CoreProcess core_;
  orb_client::OrbRuntime runtime_;
  console::CoreSession session_;
  process::ChildProcess console_;
};

/// Whether a quantile is worse beyond its margin.
bool ConsoleDuetTest::is_worse() {
  const bench::AwakeProcessors awake;  // as whenever a core is measured
  std::vector<Durations> without(stretches_wanted());
  std::vector<Durations> with(stretches_wanted());
  for (std::size_t stretch = 0; stretch < without.size(); ++stretch) {
    const Side first = stretch % 2 == 0 ? Side::Without : Side::With;
    const Side second = first == Side::With ? Side::Without : Side::With;
    for (const Side side : {first, second, second, first}) {
      measure_block(side, side == Side::With ? with[stretch] : without[stretch]);
    }
  }
  let(Side::With);
  const metrics::Round whole{0, without.size()};
  const std::vector<double> shares{0.5, 0.95, 0.99};
  const StretchedDurations beside(with);
  const StretchedDurations alone(without);
  const auto ratios = metrics::bootstrap_ratios(alone, beside, std::span(&whole, 1), shares, {});
  const auto weights = metrics::weights_of(std::span(&whole, 1), without.size());
  const duet::Margins margins;
  const std::vector<double> allowed{margins.p50, margins.p95, margins.p99};
  bool worse = false;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto interval = ratios[i].interval(duet::kVerdictConfidence);
    const auto decision = metrics::judge_non_inferiority(interval, 1 + allowed[i]);
    std::cout << 'p' << shares[i] * 100
              << " with the console open: " << beside.quantile(shares[i], weights) / 1e3
              << " us against " << alone.quantile(shares[i], weights) / 1e3 << " us, "
              << ratios[i].ratio << " times (" << interval.low << " to " << interval.high
              << "); margin " << allowed[i] << ": " << word_for(decision) << '\n';
    worse = worse || decision == NonInferiority::Refuted;
  }
  return worse;
}

// A few stretches of a machine that wobbles may seem worse; those of a console that is in the way
// do so again.
TEST_F(ConsoleDuetTest, AnOpenConsoleDoesNotSlowTheCoreThatItShows) {
  Durations warm_up;
  for (int block = 0; block < 5; ++block) {
    measure_block(Side::With, warm_up);
  }
  const bool only_few = stretches_wanted() <= kFewStretches;
  EXPECT_FALSE(is_worse() && (!only_few || is_worse()));
}

}  // namespace
}  // namespace orbbench::tests
