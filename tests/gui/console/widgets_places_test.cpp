#include "widgets_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;

class WidgetsPlacesTest : public WidgetsPanelTest {
 protected:
  /// Closes the console, and opens it again on that core.
  WidgetCanvas& come_again(const CoreProcess& core) {
    restart();
    auto& again = dynamic_cast<WidgetsPanel&>(open("Widgets"));
    connect(core.address());
    EXPECT_TRUE(run_until([&] { return again.board().calls_under_way() == 0; }));
    settle();
    settle();
    return again.canvas();
  }
};

TEST_F(WidgetsPlacesTest, WidgetsStandWhereTheyStoodWhenTheConsoleIsOpenedAgain) {
  const CoreProcess core;
  connect_to(core);
  const auto moved = make(WidgetType::Button, "Save");
  const auto left = make(WidgetType::Button, "Load");
  canvas().holder(moved)->grip().SetFocus();
  settle();
  press("Down");
  press("Right");
  press("Shift+Right");
  press("Shift+Down");
  const wxRect area = canvas().holder(moved)->GetRect();
  const wxRect beside = canvas().holder(left)->GetRect();
  WidgetCanvas& again = come_again(core);
  ASSERT_NE(again.holder(moved), nullptr);
  ASSERT_NE(again.holder(left), nullptr);
  EXPECT_EQ(again.holder(moved)->GetRect(), area);
  EXPECT_EQ(again.holder(left)->GetRect(), beside);
}

TEST_F(WidgetsPlacesTest, AMoveThatWasUndoneIsRememberedAsUndone) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  canvas().holder(id)->grip().SetFocus();
  settle();
  press("Right");
  const wxRect area = canvas().holder(id)->GetRect();
  press("Right");
  press("Ctrl+Z");
  EXPECT_EQ(canvas().holder(id)->GetRect(), area);
  WidgetCanvas& again = come_again(core);
  ASSERT_NE(again.holder(id), nullptr);
  EXPECT_EQ(again.holder(id)->GetRect(), area);
}

}  // namespace
}  // namespace orbbench::tests
