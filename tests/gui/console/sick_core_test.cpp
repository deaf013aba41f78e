// A core that freezes, dies or is slow: the window goes on, and closes in time.

#include <gmock/gmock.h>
#include <wx/app.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "console_fixture.hpp"
#include "core_process.hpp"
#include "faults/fault_proxy.hpp"
#include "frame/menus.hpp"
#include "frozen_process.hpp"
#include "queued_ui_thread.hpp"

namespace orbbench::tests {
namespace {

using console::LoopProbe;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kLongestGap = 100ms;
constexpr auto kTimeToClose = 2s;

/// How late threads run on this machine just now, whatever the window does.
class MachineProbe {
 public:
  MachineProbe()
      : taker_([this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            ui_.run_one();
          }
        }) {
    probe_.beat_each(kBeat);
  }
  ~MachineProbe() {
    taker_.request_stop();
    ui_.post([] {});
  }

  void reset() { probe_.reset(); }
  LoopProbe::Clock::duration longest() const { return probe_.report().longest; }

 private:
  widget_bridge::QueuedUiThread ui_;
  LoopProbe probe_{ui_};
  std::jthread taker_;
};

class SickCoreTest : public ConsoleFixture {
 protected:
  /// The longest gap of the event loop in that time, on a machine that was not itself held up.
  Clock::duration longest_gap(Clock::duration time, const std::function<void()>& meanwhile = {}) {
    constexpr int kTries = 5;
    Clock::duration longest{};
    for (int attempt = 0; attempt < kTries; ++attempt) {
      machine_.reset();
      frame().loop_probe().reset();
      if (meanwhile) {
        meanwhile();
      }
      const auto end = Clock::now() + time;
      run_until([end] { return Clock::now() >= end; });
      longest = frame().loop_probe().report().longest;
      if (longest < kLongestGap || machine_.longest() < kLongestGap / 2) {
        break;
      }
    }
    return longest;
  }

  /// Of each panel in turn.
  void expect_no_gap(const std::function<void(console::Panel&)>& meanwhile = {}) {
    for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
      auto& panel = dynamic_cast<console::Panel&>(*frame().pages().GetPage(page));
      open(panel.name());
      const auto gap = longest_gap(500ms, [&] {
        if (meanwhile) {
          meanwhile(panel);
        }
      });
      EXPECT_LT(std::chrono::duration<double>(gap).count(), 0.1) << panel.name();
    }
  }

  static std::string metrics_of(const CoreProcess& core) {
    return "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics";
  }

 private:
  MachineProbe machine_;
};

TEST_F(SickCoreTest, TheProbeSeesAWindowThatIsHeldUp) {
  const auto gap = longest_gap(100ms, [] {
    wxTheApp->CallAfter([] {
      const auto end = Clock::now() + 150ms;
      while (Clock::now() < end) {
        std::this_thread::yield();
      }
    });
  });
  EXPECT_GE(gap, kLongestGap);
}

TEST_F(SickCoreTest, AFrozenCoreDoesNotHoldUpTheWindow) {
  const CoreProcess core;
  connect(core.address(), metrics_of(core));
  const FrozenProcess frozen(core.pid());
  expect_no_gap([this](console::Panel&) { desk().connection.probe(); });
}

TEST_F(SickCoreTest, ADeadCoreDoesNotHoldUpTheWindow) {
  CoreProcess core;
  connect(core.address(), metrics_of(core));
  core.kill();
  expect_no_gap([this](console::Panel&) { desk().connection.probe(); });
}

TEST_F(SickCoreTest, ASlowCoreDoesNotHoldUpTheWindow) {
  const CoreProcess core;
  faults::FaultProxy proxy({.upstream = core.address()});
  connect(proxy.address(), metrics_of(core));
  proxy.arm({.match = {.direction = faults::Direction::ToClient}, .delay = 700ms});
  expect_no_gap([this](console::Panel&) { desk().connection.probe(); });
}

TEST_F(SickCoreTest, ConnectingToAFrozenCoreDoesNotHoldUpTheWindow) {
  const CoreProcess core;
  const FrozenProcess frozen(core.pid());
  const auto gap = longest_gap(1s, [&] { desk().connection.connect({core.address(), ""}); });
  EXPECT_LT(gap, kLongestGap);
}

// Whatever the user can ask of a panel, but what opens a dialog and what starts a run.
TEST_F(SickCoreTest, NoActionWaitsForAFrozenCore) {
  const CoreProcess core;
  connect(core.address(), metrics_of(core));
  const FrozenProcess frozen(core.pid());
  for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
    auto& panel = dynamic_cast<console::Panel&>(*frame().pages().GetPage(page));
    if (panel.name() == "Runs") {
      continue;
    }
    open(panel.name());
    for (const console::Action& action : panel.actions()) {
      if (action.label.ends_with("…") || (action.possible && !action.possible())) {
        continue;
      }
      const auto gap = longest_gap(20ms, action.run);
      EXPECT_LT(std::chrono::duration<double>(gap).count(), 0.1)
          << panel.name() << ": " << action.label;
    }
  }
}

TEST_F(SickCoreTest, ClosingInMidCallEndsInTime) {
  const CoreProcess core;
  connect(core.address(), metrics_of(core));
  for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
    frame().pages().SetSelection(page);
    settle();
  }
  const FrozenProcess frozen(core.pid());
  desk().connection.probe();
  const auto some_calls_are_under_way = Clock::now() + 1200ms;  // the panels ask once a second
  run_until([&] { return Clock::now() >= some_calls_are_under_way; });
  const auto begin = Clock::now();
  close();
  EXPECT_LT(Clock::now() - begin, kTimeToClose);
}

TEST_F(SickCoreTest, ClosingWhileConnectingEndsInTime) {
  const CoreProcess core;
  const FrozenProcess frozen(core.pid());
  desk().connection.connect({core.address(), metrics_of(core)});
  settle();
  const auto begin = Clock::now();
  close();
  EXPECT_LT(Clock::now() - begin, kTimeToClose);
}

}  // namespace
}  // namespace orbbench::tests
