#include "console/widget_edits.hpp"

#include <gtest/gtest.h>

#include <set>

#include "console/widget_events.hpp"
#include "console/widget_places.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using Kind = WidgetEdit::Kind;

WidgetEdit edit_of(Kind kind, std::int64_t id) {
  WidgetEdit edit{.kind = kind, .before = {}, .after = {}};
  edit.before.id = kind == Kind::Create ? 0 : id;
  edit.after.id = kind == Kind::Destroy ? 0 : id;
  return edit;
}

TEST(WidgetEditsTest, TheLatestIsTakenFirst) {
  WidgetEdits edits;
  edits.add(edit_of(Kind::Move, 1));
  edits.add(edit_of(Kind::Resize, 2));
  EXPECT_EQ(edits.take_to_undo()->id(), 2);
  EXPECT_EQ(edits.take_to_undo()->id(), 1);
  EXPECT_FALSE(edits.take_to_undo());
}

TEST(WidgetEditsTest, ANewEditEndsWhatCouldBeRedone) {
  WidgetEdits edits;
  edits.keep_to_redo(edit_of(Kind::Move, 1));
  edits.add(edit_of(Kind::Move, 2));
  EXPECT_EQ(edits.to_redo(), nullptr);
  EXPECT_NE(edits.to_undo(), nullptr);
}

TEST(WidgetEditsTest, OnlyTheLatestHundredAreKept) {
  WidgetEdits edits;
  for (std::int64_t id = 1; id <= 101; ++id) {
    edits.add(edit_of(Kind::Move, id));
  }
  std::int64_t oldest = 0;
  while (const auto edit = edits.take_to_undo()) {
    oldest = edit->id();
  }
  EXPECT_EQ(oldest, 2);
}

TEST(WidgetEditsTest, WhatIsForgottenIsNotOfferedAgain) {
  WidgetEdits edits;
  edits.add(edit_of(Kind::Create, 1));
  edits.add(edit_of(Kind::Move, 2));
  edits.add(edit_of(Kind::Move, 1));
  edits.keep_to_redo(edit_of(Kind::Destroy, 1));
  edits.forget(1);
  EXPECT_EQ(edits.to_redo(), nullptr);
  EXPECT_EQ(edits.take_to_undo()->id(), 2);
  EXPECT_EQ(edits.to_undo(), nullptr);
}

TEST(WidgetEditsTest, TheInverseOfACreationIsADestructionOfTheSame) {
  const WidgetEdit back = inverse(edit_of(Kind::Create, 7));
  EXPECT_EQ(back.kind, Kind::Destroy);
  EXPECT_EQ(back.id(), 7);
  EXPECT_EQ(inverse(back).kind, Kind::Create);
}

TEST(WidgetEventsTest, TheOldestGoAndAreCounted) {
  WidgetEvents events;
  for (std::size_t number = 0; number < WidgetEvents::kMost + 3; ++number) {
    events.add({.what = "click"});
  }
  EXPECT_EQ(events.entries().size(), WidgetEvents::kMost);
  EXPECT_EQ(events.entries().front().number, 4U);
  EXPECT_EQ(events.dropped(), 3U);
}

TEST(WidgetPlacesTest, NoPlaceIsGivenTwice) {
  WidgetPlaces first;
  const auto taken = first.next();
  WidgetPlaces places;
  places.take(taken);
  std::set<std::pair<int, int>> given{{taken.x, taken.y}};
  for (int number = 0; number < 500; ++number) {
    const auto place = places.next();
    EXPECT_TRUE(given.emplace(place.x, place.y).second);
  }
}

}  // namespace
}  // namespace orbbench::tests
