#include <gtest/gtest.h>

#include <set>

#include "orbbench/widget_bridge/widget.hpp"
#include "orbbench/widget_bridge/widget_event.hpp"

namespace orbbench::widget_bridge {
namespace {

constexpr LifecycleState kStates[] = {LifecycleState::Created, LifecycleState::Active,
                                      LifecycleState::Inactive, LifecycleState::Destroyed};

TEST(WidgetModelTest, EveryTypeHasANameOfItsOwnThatIsUnderstood) {
  std::set<std::string_view> names;
  for (int number = 0; number <= static_cast<int>(WidgetType::FailingWidget); ++number) {
    const auto type = static_cast<WidgetType>(number);
    EXPECT_EQ(widget_type_named(name_of(type)), type);
    names.insert(name_of(type));
  }
  EXPECT_EQ(names.size(), 11U);
}

TEST(WidgetModelTest, EveryStateAndKindHasANameThatIsUnderstood) {
  for (const LifecycleState state : kStates) {
    EXPECT_EQ(lifecycle_state_named(name_of(state)), state);
  }
  for (const EventKind kind :
       {EventKind::Click, EventKind::Key, EventKind::Hover, EventKind::State}) {
    EXPECT_EQ(event_kind_named(name_of(kind)), kind);
  }
  EXPECT_EQ(name_of(LifecycleState::Inactive), "inactive");
  EXPECT_EQ(name_of(EventKind::Hover), "hover");
}

TEST(WidgetModelTest, UnknownNamesAreNothing) {
  EXPECT_FALSE(widget_type_named("Button"));
  EXPECT_FALSE(lifecycle_state_named(""));
  EXPECT_FALSE(event_kind_named("drag"));
}

TEST(WidgetModelTest, WF14_OnlyTheMovesOfTheLifecycleAreLegal) {
  using enum LifecycleState;
  const std::set<std::pair<LifecycleState, LifecycleState>> legal{
      {Created, Active},    {Active, Inactive},  {Inactive, Active},
      {Created, Destroyed}, {Active, Destroyed}, {Inactive, Destroyed}};
  for (const LifecycleState from : kStates) {
    for (const LifecycleState to : kStates) {
      EXPECT_EQ(may_move(from, to), legal.contains({from, to}))
          << name_of(from) << " to " << name_of(to);
    }
  }
}

}  // namespace
}  // namespace orbbench::widget_bridge
