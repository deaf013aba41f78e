#include "frame/theme.hpp"
#include "widgets_fixture.hpp"

#include <gtk/gtk.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/settings.h>
#include <wx/slider.h>
#include <wx/spinctrl.h>

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;

TEST_F(WidgetsPanelTest, TheBarMakesARealControlBoundToAnObject) {
  const CoreProcess core;
  connect_to(core);
  find<wxTextCtrl>("label of the new widget").SetFocus();
  type("Save");
  click(find<wxButton>("create the widget"));
  idle();
  ASSERT_EQ(board().widgets().size(), 1U);
  EXPECT_EQ(find<wxButton>("control Save").GetLabelText(), "Save");
  EXPECT_EQ(canvas().selected(), board().widgets().begin()->first);
  EXPECT_EQ(find<wxTextCtrl>("label of the widget").GetValue(), "Save");
}

TEST_F(WidgetsPanelTest, TheSecretLeavesTheFieldAndIsKnownToBeThere) {
  const CoreProcess core;
  connect_to(core);
  find<wxTextCtrl>("label of the new widget").SetFocus();
  type("Key");
  auto& secret = find<wxTextCtrl>("secret of the new widget");
  secret.SetFocus();
  type("hidden");
  // The field's own memory, which stays where it is as long as nothing longer is typed.
  const char* memory = gtk_entry_get_text(GTK_ENTRY(secret.GetHandle()));
  ASSERT_STREQ(memory, "hidden");
  press("Enter");
  idle();
  EXPECT_TRUE(secret.IsEmpty());
  ASSERT_EQ(gtk_entry_get_text(GTK_ENTRY(secret.GetHandle())), memory);
  EXPECT_EQ(std::string_view(memory, 6).find("idde"), std::string_view::npos);
  ASSERT_EQ(board().widgets().size(), 1U);
  EXPECT_EQ(board().widgets().begin()->second.secret, SecretState::Given);
}

TEST_F(WidgetsPanelTest, AClickOnTheRealButtonCallsTheObject) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  click(find("control Save"));
  idle();
  EXPECT_EQ(at(id).events.entries().back().what, "click");
  EXPECT_NE(find<wxTextCtrl>("result").GetValue().Find("test_operation"), wxNOT_FOUND);
}

TEST_F(WidgetsPanelTest, AClickOnADrawnControlCallsTheObject) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::CorbaWidget, "Remote");
  click(find("control Remote"));
  idle();
  EXPECT_EQ(at(id).events.entries().back().what, "click");
}

TEST_F(WidgetsPanelTest, WhatTheUserSetsInAControlIsSentToTheObject) {
  const CoreProcess core;
  connect_to(core);
  const auto box = make(WidgetType::Checkbox, "Tick");
  click(find("control Tick"));
  idle();
  EXPECT_EQ(at(box).events.entries().back().detail, "true → true");
  const auto text = make(WidgetType::Textbox, "Name");
  find("control Name").SetFocus();
  type("ada");
  idle();
  EXPECT_EQ(find<wxTextCtrl>("control Name").GetValue(), "ada");
  EXPECT_EQ(at(text).events.entries().back().detail, "\"ada\" → \"ada\"");
  EXPECT_EQ(find<wxTextCtrl>("result").GetValue(), "\"ada\"");
}

TEST_F(WidgetsPanelTest, TheGripMovesResizesActivatesAndDestroysByKeys) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  const Widget before = at(id).widget;
  canvas().holder(id)->grip().SetFocus();
  settle();
  press("Right");
  press("Ctrl+Down");
  press("Shift+Right");
  EXPECT_EQ(at(id).widget.position, (Position{before.position->x + 8, before.position->y + 1}));
  EXPECT_EQ(at(id).widget.size, (Size{before.size->width + 8, before.size->height}));
  EXPECT_EQ(find<wxSpinCtrl>("x of the widget").GetValue(), before.position->x + 8);
  press("Enter");
  idle();
  EXPECT_EQ(at(id).events.entries().back().what, "click");
  press("Delete");
  idle();
  EXPECT_EQ(board().find(id), nullptr);
  EXPECT_EQ(canvas().holder(id), nullptr);
  EXPECT_FALSE(find("label of the widget").IsEnabled());
}

TEST_F(WidgetsPanelTest, TheMouseMovesAWidgetByItsGripAndResizesItByItsCorner) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  const Widget before = at(id).widget;
  WidgetHolder& holder = *canvas().holder(id);
  drag(holder.grip(), {20, 8}, {60, 40});
  EXPECT_EQ(at(id).widget.position, (Position{before.position->x + 60, before.position->y + 40}));
  const wxSize size = holder.GetSize();
  drag(holder, {size.GetWidth() - 4, size.GetHeight() - 4}, {30, 20});
  EXPECT_EQ(at(id).widget.size, (Size{before.size->width + 30, before.size->height + 20}));
  EXPECT_EQ(holder.GetSize(), size + wxSize(30, 20));
  EXPECT_EQ(at(id).events.entries().size(), 3U) << "each is one edit: create, move, resize";
}

TEST_F(WidgetsPanelTest, UndoAndRedoAreReachedByTheirKeys) {
  const CoreProcess core;
  connect_to(core);
  const auto id = make(WidgetType::Button, "Save");
  board().relabel(id, "Store");
  idle();
  canvas().holder(id)->grip().SetFocus();
  press("Ctrl+Z");
  idle();
  EXPECT_EQ(find<wxButton>("control Save").GetLabelText(), "Save");
  press("Ctrl+Y");
  idle();
  EXPECT_EQ(find<wxButton>("control Store").GetLabelText(), "Store");
}

TEST_F(WidgetsPanelTest, AnOperationIsInvokedWithTypedParameters) {
  const CoreProcess core;
  connect_to(core);
  make(WidgetType::Button, "Save");
  find<wxComboBox>("operation").SetValue("add");
  auto& parameters = find<wxTextCtrl>("parameters");
  parameters.SetFocus();
  type("2, 3");
  press("Enter");
  idle();
  EXPECT_EQ(find<wxTextCtrl>("result").GetValue(), "5");
  parameters.SetValue("two");
  click(find("do: parameters"));
  EXPECT_NE(find("notice of the widgets").GetLabel().Find("separated by commas"), wxNOT_FOUND);
}

TEST_F(WidgetsPanelTest, TheEventsOfTheSelectedWidgetAreATableThatExportsAsCsv) {
  const CoreProcess core;
  connect_to(core);
  make(WidgetType::Button, "Save");
  click(find("control Save"));
  idle();
  auto& table = dynamic_cast<TableView&>(*find("widget events").GetParent());
  EXPECT_EQ(table.row_count(), 2U);
  EXPECT_NE(table.csv().find(",click,done,"), std::string::npos) << table.csv();
}

TEST_F(WidgetsPanelTest, EachTypeHasItsControlAndAllIsWithinASmallWindow) {
  const CoreProcess core;
  connect_to(core);
  for (int type = 0; type < static_cast<int>(WidgetType::FailingWidget); ++type) {
    make(static_cast<WidgetType>(type), std::string(name_of(static_cast<WidgetType>(type))));
  }
  EXPECT_EQ(canvas().GetChildren().size(), 10U);
  const std::string all = structure(canvas());
  for (const char* line :
       {"wxButton 'control button'", "wxStaticText 'control label'", "wxTextCtrl 'control textbox'",
        "wxCheckBox 'control checkbox'", "wxSlider", "wxStaticBox 'control container'"}) {
    EXPECT_NE(all.find(line), std::string::npos) << line << " in\n" << all;
  }
  canvas().select(board().widgets().begin()->first);
  screenshot("widgets-light");
  apply(Theme::Dark);
  settle();
  screenshot("widgets-dark");
  EXPECT_EQ(find("control panel").GetBackgroundColour(),
            wxSystemSettings::GetColour(wxSYS_COLOUR_WINDOW));
  frame().SetSize(800, 600);
  settle();
  screenshot("widgets-800x600");
  const wxRect whole = frame().GetScreenRect();
  for (const char* name : {"create the widget", "canvas of widgets", "label of the widget",
                           "do: parameters", "notice of the widgets"}) {
    EXPECT_TRUE(whole.Contains(find(name).GetScreenRect())) << name;
  }
}

}  // namespace
}  // namespace orbbench::tests
