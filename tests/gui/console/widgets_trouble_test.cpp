#include <time.h>
#include <wx/timer.h>

#include <algorithm>
#include <chrono>

#include "frozen_process.hpp"
#include "widgets_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

Clock::duration worked_so_far() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

/// The longest that the event loop took to come round, while this lives: as time of the clock, in
/// which a busy machine lets others work, and as work of this thread.
class LongestGap {
 public:
  LongestGap() {
    timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
      const auto now = Clock::now();
      const auto worked = worked_so_far();
      passed_ = std::max(passed_, now - last_);
      work_ = std::max(work_, worked - last_worked_);
      last_ = now;
      last_worked_ = worked;
    });
    timer_.Start(5);
  }
  Clock::duration passed() const { return passed_; }
  Clock::duration work() const { return work_; }

 private:
  wxTimer timer_;
  Clock::time_point last_ = Clock::now();
  Clock::duration last_worked_ = worked_so_far();
  Clock::duration passed_{0};
  Clock::duration work_{0};
};

TEST_F(WidgetsPanelTest, AFrozenCoreNeverFreezesTheWindow) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  const FrozenProcess frozen(core.pid());
  const LongestGap gap;
  find<wxWindow>("control Save").SetFocus();
  board().relabel(id, "Store");
  board().click(id);
  EXPECT_TRUE(run_until([&] { return !at(id).trouble.empty(); }));
  EXPECT_LT(gap.work(), 100ms);
  EXPECT_LT(gap.passed(), 1s) << "who waits for the core does so for 1.5 s";
  EXPECT_EQ(at(id).widget.label, "Save");
}

TEST_F(WidgetsPanelTest, ACoreThatIsLostDisablesItsControlsAndSaysWhy) {
  CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  EXPECT_TRUE(find("control Save").IsEnabled());
  core.kill();
  core.wait_until_gone();
  desk().connection.probe();
  ASSERT_TRUE(run_until([this] { return desk().connection.state() == ConnectionState::Lost; }));
  settle();
  EXPECT_FALSE(find("control Save").IsEnabled());
  EXPECT_NE(find("control Save").GetToolTipText().Find("the core is lost"), wxNOT_FOUND);
  EXPECT_NE(find("state of the widgets").GetLabel().Find("the core is lost"), wxNOT_FOUND);
  canvas().holder(id)->grip().SetFocus();
  press("Right");
  EXPECT_EQ(at(id).events.entries().back().what, "move") << "what is the board's own goes on";
}

TEST_F(WidgetsPanelTest, FiveHundredWidgetsAppearWithoutAFreeze) {
  const CoreProcess core;
  orb_client::Deadline deadline = orb_client::Deadline::after(10s);
  desk().connection.connect({core.address(), ""});
  ASSERT_TRUE(run_until([this] { return desk().connection.session() != nullptr; }));
  for (std::int64_t id = 1; id <= 500; ++id) {
    desk().connection.session()->widgets().create(id, static_cast<WidgetType>(id % 10), "Widget",
                                                  {}, deadline);
  }
  const LongestGap gap;
  board().list();
  EXPECT_TRUE(run_until([this] { return canvas().GetChildren().size() == 500; }, 40s))
      << canvas().GetChildren().size() << " of " << board().widgets().size() << "; "
      << board().why_not() << "; " << board().notice();
  settle();
  RecordProperty("longest_gap_ms", static_cast<int>(gap.passed() / 1ms));
  RecordProperty("longest_work_ms", static_cast<int>(gap.work() / 1ms));
  EXPECT_LT(gap.work(), 100ms);
}

TEST_F(WidgetsPanelTest, ClosingInTheMidstOfACallEndsWithinTwoSeconds) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  const FrozenProcess frozen(core.pid());
  for (int turn = 0; turn < 10; ++turn) {
    board().click(id);
  }
  const auto begin = Clock::now();
  close();
  EXPECT_LT(Clock::now() - begin, 2s);
}

}  // namespace
}  // namespace orbbench::tests
