#include <wx/checkbox.h>
#include <wx/splitter.h>

#include "widgets_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;

class WidgetsListTest : public WidgetsPanelTest {
 protected:
  WidgetList& list() { return panel_.list(); }

  void show_list() {
    press("Ctrl+Alt+W");
    settle();
    ASSERT_TRUE(list().IsShownOnScreen());
  }

  /// The cells of that widget's row.
  std::vector<std::string> cells_of(std::int64_t id) {
    for (std::size_t place = 0; place < list().row_count(); ++place) {
      if (list().row(place).key == std::to_string(id)) {
        return list().row(place).cells;
      }
    }
    return {};
  }
};

TEST_F(WidgetsListTest, ShowsEachWidgetWithItsStateAndValue) {
  const CoreProcess core;
  connect_to(core);
  const auto button = make(WidgetType::Button, "Save");
  const auto box = make(WidgetType::Checkbox, "Armed");
  show_list();
  board().set_value(box, true);
  board().enable(button, false);
  idle();
  using Cells = std::vector<std::string>;
  EXPECT_EQ(cells_of(button),
            (Cells{std::to_string(button), "button", "Save", "there, disabled", ""}));
  EXPECT_EQ(cells_of(box), (Cells{std::to_string(box), "checkbox", "Armed", "there", "true"}));
  EXPECT_NE(list().csv().find(",checkbox,Armed,there,true"), std::string::npos) << list().csv();
}

TEST_F(WidgetsListTest, TheSelectionIsInStepWithTheCanvas) {
  const CoreProcess core;
  connect_to(core);
  const auto first = make(WidgetType::Button, "Save");
  const auto second = make(WidgetType::Button, "Load");
  show_list();
  EXPECT_EQ(list().selected(), std::to_string(second));
  canvas().select(first);
  settle();
  EXPECT_EQ(list().selected(), std::to_string(first));
  list().select(std::to_string(second));
  settle();
  EXPECT_EQ(canvas().selected(), second);
  canvas().select(std::nullopt);
  settle();
  EXPECT_EQ(list().selected(), std::nullopt);
}

TEST_F(WidgetsListTest, WhetherItIsShownIsRemembered) {
  EXPECT_FALSE(list().IsShownOnScreen());
  show_list();
  EXPECT_TRUE(find<wxCheckBox>("all widgets as a table").GetValue());
  const wxRect details = find("details of the widget").GetRect();
  restart();
  auto& again = dynamic_cast<WidgetsPanel&>(open("Widgets"));
  EXPECT_TRUE(again.list().IsShownOnScreen());
  EXPECT_EQ(find("details of the widget").GetRect(), details);
  click(find("all widgets as a table"));
  EXPECT_FALSE(again.list().IsShownOnScreen());
}

TEST_F(WidgetsListTest, ItsSashIsNotTakenForThatOfTheDetails) {
  show_list();
  auto& sash = dynamic_cast<wxSplitterWindow&>(*list().GetParent());
  const int details = desk().settings.get("widgets.details_width", 0);
  const int before = sash.GetSashPosition();
  drag(sash, {60, before + 1}, {0, -40});
  EXPECT_EQ(sash.GetSashPosition(), before - 40);
  EXPECT_EQ(desk().settings.get("widgets.details_width", 0), details);
}

}  // namespace
}  // namespace orbbench::tests
