#include <gmock/gmock.h>
#include <wx/anybutton.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/combobox.h>
#include <wx/notebook.h>
#include <wx/radiobut.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "charts/chart_view.hpp"
#include "charts/palette.hpp"
#include "console_fixture.hpp"
#include "core_process.hpp"
#include "latency/latency_panel.hpp"
#include "widgets/widgets_panel.hpp"
#include "window_picture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace std::chrono_literals;
using testing::IsEmpty;
using Faults = std::vector<std::string>;

template <class... Types>
bool is_one_of(const wxWindow& window) {
  return ((dynamic_cast<const Types*>(&window) != nullptr) || ...);
}

bool is_one_line(const wxWindow& window) {
  return is_one_of<wxAnyButton, wxCheckBox, wxRadioButton, wxChoice, wxComboBox, wxSpinCtrl,
                   wxSpinCtrlDouble, wxStaticText>(window) ||
         (is_one_of<wxTextCtrl>(window) && !window.HasFlag(wxTE_MULTILINE));
}

// What is cut off in it cannot be read elsewhere; texts that are shortened have a tooltip.
bool shows_its_label(const wxWindow& window) {
  return is_one_of<wxAnyButton, wxCheckBox, wxRadioButton, wxChoice>(window) ||
         (is_one_of<wxStaticText>(window) && !window.HasFlag(wxST_ELLIPSIZE_END));
}

std::string text_of(const wxSize& size) {
  return std::to_string(size.x) + " x " + std::to_string(size.y);
}

std::string fault_of_size(const wxWindow& window) {
  const wxSize size = window.GetSize();
  const wxSize least = window.GetMinSize();
  const wxSize best = window.GetBestSize();
  if (size.x < least.x || size.y < least.y) {
    return "is " + text_of(size) + ", its least size " + text_of(least);
  }
  if ((is_one_line(window) && size.y < best.y) || (shows_its_label(window) && size.x < best.x)) {
    return "is " + text_of(size) + " and needs " + text_of(best);
  }
  return {};
}

// Where its children may be: what is scrolled away is not cut off.
wxRect room_in(const wxWindow& parent) {
  if (const auto* scrolled = dynamic_cast<const wxScrolledWindow*>(&parent)) {
    return {parent.ClientToScreen(scrolled->CalcScrolledPosition(wxPoint())),
            parent.GetVirtualSize()};
  }
  if (is_one_of<wxNotebook, wxTopLevelWindow>(parent)) {
    return parent.GetScreenRect();  // their bars are no part of the client's
  }
  return {parent.ClientToScreen(wxPoint()), parent.GetClientSize()};
}

std::string name_of(const wxWindow& window) {
  return (window.GetClassInfo()->GetClassName() + wxString(" '") + window.GetName() + "' \"" +
          window.GetLabel() + "\"")
      .utf8_string();
}

bool is_to_be_seen(const wxWindow& window) {
  const auto* pages = dynamic_cast<const wxNotebook*>(window.GetParent());
  return window.IsShown() && !window.IsTopLevel() &&
         (pages == nullptr || pages->GetCurrentPage() == &window);
}

void look_below(const wxWindow& parent, Faults& faults) {
  const wxRect room = room_in(parent);
  for (const wxWindow* child : parent.GetChildren()) {
    if (!is_to_be_seen(*child)) {
      continue;
    }
    if (!room.Contains(child->GetScreenRect())) {
      faults.push_back(name_of(*child) + " is not within " + name_of(parent));
    }
    const std::string fault = fault_of_size(*child);
    if (!fault.empty()) {
      faults.push_back(name_of(*child) + ' ' + fault);
    }
    look_below(*child, faults);
  }
}

/// The console at 200 %, on a screen of 1600 by 1300 pixels: 800 by 650 of the window's.
class FrameScalingTest : public ConsoleFixture {
 protected:
  FrameScalingTest() : ConsoleFixture("1600x1300x24") {
    frame().SetSize(0, 0, 800, 600);
    settle();
    settle();
  }

  Faults faults() {
    settle();
    Faults found;
    look_below(frame(), found);
    return found;
  }

  void keep_picture(const std::string& name) {
    const auto file = screenshot(name);  // in the pixels of the window
    WindowPicture(frame()).write(file);
  }

  void make_one_of_each_type(const CoreProcess& core) {
    WidgetBoard& board = dynamic_cast<WidgetsPanel&>(open("Widgets")).board();
    connect(core.address());
    for (int type = 0; type < static_cast<int>(widget_bridge::WidgetType::FailingWidget); ++type) {
      const auto each = static_cast<widget_bridge::WidgetType>(type);
      board.create(each, std::string(widget_bridge::name_of(each)), {});
    }
    ASSERT_TRUE(run_until([&] { return board.calls_under_way() == 0; }));
    settle();
  }
};

TEST_F(FrameScalingTest, TheWindowHasTwoPixelsForOne) {
  EXPECT_EQ(frame().GetContentScaleFactor(), 2);
  EXPECT_EQ(frame().GetSize(), wxSize(800, 600));
  EXPECT_EQ(WindowPicture(frame()).area_of(frame()).GetSize(), wxSize(1600, 1200));
}

TEST_F(FrameScalingTest, NothingIsCutOffInAnyPanel) {
  for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
    const std::string name = dynamic_cast<Panel&>(*frame().pages().GetPage(page)).name();
    open(name);
    EXPECT_THAT(faults(), IsEmpty()) << name;
  }
}

TEST_F(FrameScalingTest, NothingIsCutOffOnTheCanvasOrInTheTable) {
  const CoreProcess core;
  make_one_of_each_type(core);
  EXPECT_THAT(faults(), IsEmpty());
  keep_picture("200-percent-widgets");
  run_action(open("Widgets"), "Table of all widgets");
  EXPECT_THAT(faults(), IsEmpty());
  keep_picture("200-percent-widgets-table");
}

// Drawn at half the size and enlarged, neighbours within a pixel of the window's would be alike, or
// differ by half of what there is at the most.
TEST_F(FrameScalingTest, ChartsAreDrawnInThePixelsOfTheScreen) {
  auto& panel = dynamic_cast<LatencyPanel&>(open("Latency"));
  for (int call = 0; call < 1000; ++call) {
    desk().samples.add("fed", std::chrono::steady_clock::now(), 2ms);
  }
  ASSERT_TRUE(run_until([&] { return !panel.over_time().chart().lines.empty(); }));
  settle();
  keep_picture("200-percent-latency");
  const WindowPicture picture(frame());
  const wxRect area = picture.area_of(panel.over_time());
  const int range = current_palette().background.Green() - current_palette().text.Green();
  int sharp = 0;
  for (int y = area.y; y < area.GetBottom(); ++y) {
    for (int x = area.x; x + 1 < area.GetRight(); x += 2) {
      const int step = picture.at(x, y).Green() - picture.at(x + 1, y).Green();
      sharp += std::abs(step) * 10 > std::abs(range) * 6 ? 1 : 0;
    }
  }
  constexpr int kSomeLetters = 50;
  EXPECT_GT(sharp, kSomeLetters);
}

}  // namespace
}  // namespace orbbench::tests
