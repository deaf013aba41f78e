#pragma once

#include <wx/textctrl.h>
#include <wx/uiaction.h>

#include <string>

#include "console_fixture.hpp"
#include "core_process.hpp"
#include "widgets/widgets_panel.hpp"

namespace orbbench::tests {

/// The panel of widgets at the front of the real window, at a core of the test's own.
class WidgetsPanelTest : public ConsoleFixture {
 protected:
  WidgetsPanelTest() : panel_(dynamic_cast<console::WidgetsPanel&>(open("Widgets"))) {}

  console::WidgetBoard& board() { return panel_.board(); }
  console::WidgetCanvas& canvas() { return panel_.canvas(); }

  void connect_to(const CoreProcess& core) {
    connect(core.address());
    idle();
  }

  /// Until no call is under way and all is shown.
  void idle() {
    ASSERT_TRUE(run_until([this] { return board().calls_under_way() == 0; }));
    settle();
    settle();
  }

  /// Its id.
  std::int64_t make(widget_bridge::WidgetType type, const std::string& label) {
    const auto id = board().create(type, label, {});
    EXPECT_TRUE(id) << board().notice();
    idle();
    canvas().select(id);
    settle();
    return id.value_or(0);
  }

  const console::BoardWidget& at(std::int64_t id) { return *board().find(id); }

  /// The mouse goes down there, moves by that much and is let go.
  void drag(wxWindow& window, wxPoint from, wxPoint by) {
    wxUIActionSimulator user;
    const wxPoint begin = window.ClientToScreen(from);
    user.MouseMove(begin);
    settle();
    user.MouseDown();
    settle();
    user.MouseMove(begin + wxPoint(by.x / 2, by.y / 2));
    settle();
    user.MouseMove(begin + by);
    settle();
    user.MouseUp();
    settle();
  }

  console::WidgetsPanel& panel_;
};

}  // namespace orbbench::tests
