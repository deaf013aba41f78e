#include "widget_board_fixture.hpp"

#include <future>

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;
using orb_client::Argument;

TEST_F(WidgetBoardTest, ANewWidgetIsAnObjectOfTheCore) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  EXPECT_EQ(at(id).standing, Standing::There);
  EXPECT_EQ(label_in(core, id), "Save");
  EXPECT_EQ(board_.notice(), "");
}

TEST_F(WidgetBoardTest, WhatTheCoreHoldsIsListedOnceConnected) {
  const CoreProcess core;
  CoreSession other(runtime_, {core.address(), ""});
  other.widgets().create(7, WidgetType::Slider, "Volume", {}, CoreSession::deadline());
  connect(core);
  ASSERT_NE(board_.find(7), nullptr);
  EXPECT_EQ(at(7).widget.type, WidgetType::Slider);
  EXPECT_EQ(at(7).widget.label, "Volume");
  EXPECT_EQ(at(7).secret, SecretState::Unknown);
}

TEST_F(WidgetBoardTest, AClickHasTheObjectDoItsTestOperation) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  board_.click(id);
  settle();
  EXPECT_EQ(at(id).last_result, "\"test_operation of widget " + std::to_string(id) + "\"");
  EXPECT_EQ(at(id).events.entries().back().what, "click");
  EXPECT_GT(at(id).events.entries().back().took.count(), 0);
}

TEST_F(WidgetBoardTest, AnOperationTakesTypedParametersAndShowsItsResult) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  board_.invoke(id, "add", {Argument(std::int64_t{2}), Argument(std::int64_t{3})});
  settle();
  EXPECT_EQ(at(id).last_result, "5");
  board_.invoke(id, "no_such_operation", {});
  settle();
  EXPECT_NE(board_.notice().find("BAD_OPERATION"), std::string::npos) << board_.notice();
  EXPECT_EQ(at(id).events.entries().back().outcome, WidgetEntry::Outcome::Failed);
  EXPECT_EQ(at(id).last_result, "5");
}

TEST_F(WidgetBoardTest, OfValuesThatFollowEachOtherTheFirstAndTheLastAreSent) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  for (const int position : {10, 20, 30, 40}) {
    board_.set_value(id, position);
  }
  settle();
  const auto& entries = at(id).events.entries();
  ASSERT_EQ(entries.size(), 3U) << "create, and two edits";
  EXPECT_EQ(entries[1].detail, "10 → 10");
  EXPECT_EQ(entries[2].detail, "40 → 40");
  EXPECT_EQ(at(id).widget.value, ControlValue(40));
}

TEST_F(WidgetBoardTest, ARelabellingIsUndoneAndRedoneInTheCore) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  board_.relabel(id, "Store");
  board_.relabel(id, "Keep");
  settle();
  EXPECT_EQ(label_in(core, id), "Keep");
  board_.undo();
  settle();
  EXPECT_EQ(label_in(core, id), "Store");
  EXPECT_EQ(at(id).widget.label, "Store");
  board_.undo();
  settle();
  EXPECT_EQ(label_in(core, id), "Save");
  board_.redo();
  settle();
  EXPECT_EQ(label_in(core, id), "Store");
}

TEST_F(WidgetBoardTest, NothingIsUndoneWhileAnEditIsOnItsWay) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  board_.relabel(id, "Store");
  board_.undo();
  EXPECT_NE(board_.notice().find("on its way"), std::string::npos);
  settle();
  EXPECT_EQ(label_in(core, id), "Store");
}

TEST_F(WidgetBoardTest, PlaceSizeAndEnablingAreUndoneInTheirOrder) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  const Widget before = at(id).widget;
  board_.move(id, {500, 300});
  board_.resize(id, {1, 5000});
  board_.enable(id, false);
  EXPECT_EQ(at(id).widget.position, (Position{500, 300}));
  EXPECT_EQ(at(id).widget.size, (Size{WidgetBoard::kSmallest.width, WidgetBoard::kLongestSide}));
  board_.undo();
  EXPECT_TRUE(at(id).widget.enabled);
  EXPECT_EQ(at(id).widget.position, (Position{500, 300}));
  board_.undo();
  board_.undo();
  EXPECT_EQ(at(id).widget, before);
  board_.redo();
  EXPECT_EQ(at(id).widget.position, (Position{500, 300}));
}

TEST_F(WidgetBoardTest, ADestructionWithoutASecretIsUndoneWithTheSameIdAndPlace) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  board_.move(id, {500, 300});
  board_.destroy(id);
  settle();
  EXPECT_EQ(board_.find(id), nullptr);
  EXPECT_EQ(label_in(core, id), "");
  board_.undo();
  settle();
  ASSERT_NE(board_.find(id), nullptr);
  EXPECT_EQ(label_in(core, id), "Save");
  EXPECT_EQ(at(id).widget.position, (Position{500, 300}));
  EXPECT_EQ(at(id).events.entries().front().what, "create") << "its events are back";
  board_.redo();
  settle();
  EXPECT_EQ(label_in(core, id), "");
}

TEST_F(WidgetBoardTest, ACreationIsUndoneAndRedone) {
  const CoreProcess core;
  connect(core);
  const auto id = board_.create(WidgetType::Slider, "Volume", {}).value();
  settle();
  board_.set_value(id, 42);
  settle();
  board_.undo();
  settle();
  EXPECT_EQ(label_in(core, id), "");
  EXPECT_EQ(board_.find(id), nullptr);
  board_.redo();
  settle();
  EXPECT_EQ(label_in(core, id), "Volume");
  EXPECT_EQ(at(id).widget.value, ControlValue(42)) << "as it was when it went";
}

TEST_F(WidgetBoardTest, TheEndOfASecretCannotBeUndoneAndIsSaidSo) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Key", "do not tell");
  EXPECT_EQ(at(id).secret, SecretState::Given);
  board_.move(id, {500, 300});
  board_.destroy(id);
  settle();
  EXPECT_NE(board_.notice().find("cannot be undone"), std::string::npos) << board_.notice();
  EXPECT_EQ(board_.edits().to_undo(), nullptr);
  for (const LogLine& line : log_.after(0)) {
    EXPECT_EQ(line.text.find("do not tell"), std::string::npos);
  }
}

TEST_F(WidgetBoardTest, WhatOthersMadeMayHaveASecretAndDoesNotComeBack) {
  const CoreProcess core;
  CoreSession other(runtime_, {core.address(), ""});
  other.widgets().create(7, WidgetType::Button, "Save", {}, CoreSession::deadline());
  connect(core);
  board_.destroy(7);
  settle();
  EXPECT_NE(board_.notice().find("not known"), std::string::npos) << board_.notice();
  EXPECT_EQ(board_.edits().to_undo(), nullptr);
}

TEST_F(WidgetBoardTest, AWidgetThatTheCoreRefusesIsNotOnTheBoard) {
  const CoreProcess core;
  connect(core);
  const auto id = board_.create(WidgetType::FailingWidget, "Fails", {});
  settle();
  EXPECT_EQ(board_.find(*id), nullptr);
  EXPECT_NE(board_.notice().find("INTERNAL"), std::string::npos) << board_.notice();
  EXPECT_EQ(board_.edits().to_undo(), nullptr);
}

TEST_F(WidgetBoardTest, AFieldThatCannotBeIsRefusedWithoutACall) {
  const CoreProcess core;
  connect(core);
  EXPECT_FALSE(board_.create(WidgetType::Button, "", {}));
  EXPECT_FALSE(board_.create(WidgetType::Button, std::string(256, 'a'), {}));
  EXPECT_FALSE(board_.create(WidgetType::Button, "Save", WidgetSecret(std::string(65537, 's'))));
  EXPECT_EQ(board_.calls_under_way(), 0U);
  EXPECT_NE(board_.notice(), "");
}

TEST_F(WidgetBoardTest, TheBoardHoldsFiveHundredAndSaysSo) {
  const CoreProcess core;
  CoreSession other(runtime_, {core.address(), ""});
  for (std::int64_t id = 1; id <= 501; ++id) {
    other.widgets().create(id, WidgetType::Label, "Label", {}, CoreSession::deadline());
  }
  connect(core);
  EXPECT_EQ(board_.widgets().size(), WidgetBoard::kMost);
  EXPECT_NE(board_.notice().find("500"), std::string::npos) << board_.notice();
  EXPECT_FALSE(board_.create(WidgetType::Button, "Save", {}));
  EXPECT_NE(board_.notice().find("500"), std::string::npos) << board_.notice();
}

TEST_F(WidgetBoardTest, WhatSomebodyElseDestroyedIsGoneAtTheNextList) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  CoreSession other(runtime_, {core.address(), ""});
  other.widgets().destroy(id, CoreSession::deadline());
  board_.list();
  settle();
  EXPECT_EQ(at(id).standing, Standing::Gone);
  board_.destroy(id);
  EXPECT_EQ(board_.find(id), nullptr);
}

TEST_F(WidgetBoardTest, AListThatIsAskedForWhileOneComesIsReadAfterIt) {
  const CoreProcess core;
  connect(core);
  board_.list();
  std::promise<void> read;
  worker_.submit([&read] {
    read.set_value();
    return [] {};
  });
  read.get_future().wait();  // the list was read before, and waits for the UI thread
  CoreSession other(runtime_, {core.address(), ""});
  other.widgets().create(7, WidgetType::Button, "Late", {}, CoreSession::deadline());
  board_.list();
  settle();
  ASSERT_NE(board_.find(7), nullptr);
  EXPECT_EQ(at(7).widget.label, "Late");
}

}  // namespace
}  // namespace orbbench::tests
