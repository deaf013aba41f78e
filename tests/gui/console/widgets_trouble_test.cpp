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

/// The longest time that the event loop took to come round, while this lives.
class LongestGap {
 public:
  LongestGap() {
    timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
      const auto now = Clock::now();
      longest_ = std::max(longest_, now - last_);
      last_ = now;
    });
    timer_.Start(5);
  }
  Clock::duration operator()() const { return longest_; }

 private:
  wxTimer timer_;
  Clock::time_point last_ = Clock::now();
  Clock::duration longest_{0};
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
  EXPECT_LT(gap(), 100ms);
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
  EXPECT_TRUE(run_until([this] { return canvas().GetChildren().size() == 500; }));
  settle();
  RecordProperty("longest_gap_ms", static_cast<int>(gap() / 1ms));
  EXPECT_LT(gap(), 100ms);
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
