#include "console/loop_probe.hpp"

#include <gtest/gtest.h>

#include "queued_ui_thread.hpp"

namespace orbbench::console {
namespace {

using namespace std::chrono_literals;
using widget_bridge::QueuedUiThread;

void beat_for(QueuedUiThread& ui, std::chrono::milliseconds time) {
  const auto end = LoopProbe::Clock::now() + time;
  while (LoopProbe::Clock::now() < end) {
    ui.run_one();
  }
}

TEST(LoopProbeTest, ALoopThatTakesItsTasksAtOnceIsQuick) {
  QueuedUiThread ui;
  LoopProbe probe(ui);
  beat_for(ui, 300ms);
  const LoopProbe::Report report = probe.report();
  EXPECT_GE(report.beats, 2U);
  EXPECT_LT(report.p50, 10ms);
  EXPECT_GE(report.longest, report.p99);
}

TEST(LoopProbeTest, AStandstillCountsForAllBeatsThatItHeldUp) {
  constexpr auto kBeat = 25ms;
  QueuedUiThread ui;
  LoopProbe probe(ui);
  probe.beat_each(kBeat);
  ui.run_one();
  const auto end = LoopProbe::Clock::now() + 500ms;
  while (LoopProbe::Clock::now() < end) {
    std::this_thread::yield();  // as a loop that is busy
  }
  EXPECT_GE(probe.report().longest, 300ms) << "the beat that waits still counts";
  ui.run_one();
  const LoopProbe::Report report = probe.report();
  EXPECT_GE(report.longest, 300ms);
  EXPECT_GE(report.beats, static_cast<std::size_t>(300ms / kBeat));
  EXPECT_GE(report.p50, 100ms);
}

TEST(LoopProbeTest, ItBeatsAsOftenAsItIsTold) {
  QueuedUiThread ui;
  LoopProbe probe(ui);
  ui.run_one();
  probe.beat_each(5ms);
  beat_for(ui, 400ms);
  EXPECT_GE(probe.report().beats, 20U);
}

TEST(LoopProbeTest, ResetForgets) {
  QueuedUiThread ui;
  LoopProbe probe(ui);
  ui.run_one();
  ui.run_one();
  probe.reset();
  EXPECT_LE(probe.report().beats, 1U);
}

TEST(LoopProbeTest, ItEndsThoughTheLoopHasEnded) {
  QueuedUiThread ui;
  ui.refuse_from_now_on();
  const LoopProbe probe(ui);
  EXPECT_LE(probe.report().beats, 1U);
}

}  // namespace
}  // namespace orbbench::console
