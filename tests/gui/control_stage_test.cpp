#include "orbbench/widget_bridge/control_stage.hpp"

#include <gmock/gmock.h>
#include <gtk/gtk.h>
#include <malloc.h>

#include "view_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace widget_bridge;
using testing::Pair;
using testing::UnorderedElementsAre;

class ControlStageTest : public ViewFixture {
 protected:
  ControlStage stage_;
};

WidgetEvent key(const std::string& text) {
  return {.kind = EventKind::Key, .key = text};
}

WidgetEvent state(ControlValue value) {
  return {.kind = EventKind::State, .key = {}, .value = std::move(value)};
}

const WidgetEvent kClick{.kind = EventKind::Click};
const WidgetEvent kHover{.kind = EventKind::Hover};

TEST_F(ControlStageTest, WF13_AClickTogglesACheckbox) {
  Widget box = make_widget(WidgetType::Checkbox);
  box.value = stage_.react(box, kClick);
  EXPECT_EQ(box.value, ControlValue(true));
  EXPECT_EQ(stage_.react(box, kClick), ControlValue(false));
}

TEST_F(ControlStageTest, WF13_ASliderReportsTheValueThatItWasMovedTo) {
  const Widget slider = make_widget(WidgetType::Slider);
  EXPECT_EQ(stage_.react(slider, state(42)), ControlValue(42));
  EXPECT_EQ(stage_.react(slider, kHover), ControlValue(0)) << "shown first as the widget says";
}

TEST_F(ControlStageTest, WF13_KeysGoIntoATextbox) {
  Widget box = make_widget(WidgetType::Textbox);
  for (const char* text : {"a", "ж", "東", "Backspace", "Enter", "&"}) {
    box.value = stage_.react(box, key(text));
  }
  EXPECT_EQ(box.value, ControlValue(std::string("aж&")));
  EXPECT_EQ(stage_.react(box, state(std::string("new"))), ControlValue(std::string("new")));
}

TEST_F(ControlStageTest, ADisabledControlDoesNotReact) {
  Widget box = make_widget(WidgetType::Checkbox);
  box.enabled = false;
  EXPECT_EQ(stage_.react(box, kClick), ControlValue(false));
  EXPECT_EQ(stage_.react(box, state(true)), ControlValue(false));
  Widget slider = make_widget(WidgetType::Slider);
  slider.enabled = false;
  EXPECT_EQ(stage_.react(slider, state(42)), ControlValue(0));
  Widget text = make_widget(WidgetType::Textbox);
  text.enabled = false;
  EXPECT_EQ(stage_.react(text, key("a")), ControlValue(std::string()));
}

TEST_F(ControlStageTest, EveryTypeTakesAClickAndAHover) {
  for (const WidgetType type : all_types()) {
    stage_.react(make_widget(type), kClick);
    stage_.react(make_widget(type), kHover);
  }
}

TEST_F(ControlStageTest, RefusesEventsThatTheTypeCannotHave) {
  const auto refuses = [&](WidgetType type, const WidgetEvent& event) {
    EXPECT_THROW(stage_.react(make_widget(type), event), std::invalid_argument) << name_of(type);
  };
  refuses(WidgetType::Label, key("a"));
  refuses(WidgetType::Button, state(true));
  refuses(WidgetType::Checkbox, state(1));
  refuses(WidgetType::Slider, state(101));
  refuses(WidgetType::Slider, state(-1));
  refuses(WidgetType::Slider, state(std::string("1")));
  refuses(WidgetType::Textbox, state(true));
  refuses(WidgetType::Textbox, key("ab"));
  refuses(WidgetType::Textbox, key(""));
  refuses(WidgetType::Textbox, key("\xff"));
  refuses(WidgetType::Textbox, key("\x01"));
  refuses(WidgetType::Textbox, state(std::string("\xff")));
  refuses(WidgetType::Textbox, state(std::string(ControlStage::kMaxTextCharacters + 1, 'x')));
}

TEST_F(ControlStageTest, CountsItsControlsByType) {
  Widget widget = make_widget(WidgetType::Button);
  stage_.show(widget);
  stage_.show(widget);
  widget.id = 2;
  stage_.show(widget);
  widget.id = 3;
  widget.type = WidgetType::Slider;
  stage_.show(widget);
  EXPECT_THAT(stage_.count(),
              UnorderedElementsAre(Pair(WidgetType::Button, 2), Pair(WidgetType::Slider, 1)));
  EXPECT_TRUE(stage_.remove(2));
  EXPECT_FALSE(stage_.remove(2));
  EXPECT_THAT(stage_.count(),
              UnorderedElementsAre(Pair(WidgetType::Button, 1), Pair(WidgetType::Slider, 1)));
}

TEST_F(ControlStageTest, TheControlUsedLongestAgoGoesWhenItIsFull) {
  ControlStage small(2);
  Widget widget = make_widget(WidgetType::Button);
  for (const std::int64_t id : {1, 2, 1, 3}) {
    widget.id = id;
    small.show(widget);
  }
  EXPECT_TRUE(small.remove(1));
  EXPECT_FALSE(small.remove(2));
  EXPECT_TRUE(small.remove(3));
}

guint open_windows() {
  GList* windows = gtk_window_list_toplevels();
  const guint count = g_list_length(windows);
  g_list_free(windows);
  return count;
}

void show_and_remove_500(ControlStage& stage) {
  for (int id = 0; id < 500; ++id) {
    Widget widget;
    widget.id = id;
    widget.type = all_types()[static_cast<std::size_t>(id) % 11];
    widget.label = "Save";
    stage.show(widget);
  }
  for (int id = 0; id < 500; ++id) {
    EXPECT_TRUE(stage.remove(id));
  }
}

TEST_F(ControlStageTest, FiveHundredControlsMadeAndRemovedLeaveNothing) {
  show_and_remove_500(stage_);  // what GTK makes once and keeps
  const guint windows = open_windows();
  const std::size_t memory = mallinfo2().uordblks;
  show_and_remove_500(stage_);
  EXPECT_TRUE(stage_.count().empty());
  EXPECT_EQ(open_windows(), windows);
  EXPECT_LT(mallinfo2().uordblks, memory + 500 * 256) << "256 octets a control";
}

}  // namespace
}  // namespace orbbench::tests
