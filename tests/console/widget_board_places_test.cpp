#include <optional>

#include "own_folder.hpp"
#include "widget_board_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;

/// A board that keeps its places, made anew as often as the test likes.
class WidgetBoardPlacesTest : public WidgetBoardTest {
 protected:
  WidgetBoard& board() { return *keeping_; }

  /// As when the console is closed and opened again.
  void begin(const CoreProcess& core) {
    connection_.disconnect();
    keeping_.reset();
    keeping_.emplace(connection_, worker_, log_, &places_);
    connect(core);
    board().connection_changed();
    settle_it();
  }

  void settle_it() {
    run_until([this] { return board().calls_under_way() == 0; });
  }

  std::int64_t make(const std::string& label) {
    const auto id = board().create(WidgetType::Button, label, {});
    settle_it();
    return id.value_or(0);
  }

  WidgetArea area(std::int64_t id) {
    const Widget& widget = board().find(id)->widget;
    return {*widget.position, *widget.size};
  }

  OwnFolder folder_;
  Settings settings_{folder_ / "console.json"};
  KeptPlaces places_{settings_, log_};
  std::optional<WidgetBoard> keeping_;
};

TEST_F(WidgetBoardPlacesTest, EachWidgetStandsWhereItStood) {
  const CoreProcess core;
  begin(core);
  const auto moved = make("Save");
  const auto sized = make("Load");
  const auto left = make("Wait");
  board().move(moved, {500, 300});
  board().resize(sized, {300, 200});
  const WidgetArea areas[] = {area(moved), area(sized), area(left)};
  begin(core);
  EXPECT_EQ(area(moved), areas[0]);
  EXPECT_EQ(area(sized), areas[1]);
  EXPECT_EQ(area(left), areas[2]);
}

TEST_F(WidgetBoardPlacesTest, UndoneAndRedoneMovesAreKept) {
  const CoreProcess core;
  begin(core);
  const auto id = make("Save");
  const WidgetArea before = area(id);
  board().move(id, {500, 300});
  board().undo();
  begin(core);
  EXPECT_EQ(area(id), before);
  board().move(id, {500, 300});
  board().undo();
  board().redo();
  begin(core);
  EXPECT_EQ(area(id).position, (Position{500, 300}));
}

TEST_F(WidgetBoardPlacesTest, WhatIsNewToTheBoardDoesNotStandWhereAnotherStood) {
  const CoreProcess core;
  begin(core);
  const auto id = make("Save");  // on the first place of the grid
  CoreSession other(runtime_, {core.address(), ""});
  other.widgets().create(1, WidgetType::Button, "First", {}, CoreSession::deadline());
  begin(core);
  ASSERT_NE(board().find(1), nullptr);
  EXPECT_NE(area(1).position, area(id).position);
}

TEST_F(WidgetBoardPlacesTest, ADestroyedWidgetIsForgottenUntilItComesBack) {
  const CoreProcess core;
  begin(core);
  const auto id = make("Save");
  board().move(id, {500, 300});
  board().destroy(id);
  settle_it();
  EXPECT_EQ(places_.find(core.address(), id), std::nullopt);
  board().undo();
  settle_it();
  ASSERT_TRUE(places_.find(core.address(), id));
  EXPECT_EQ(places_.find(core.address(), id)->position, (Position{500, 300}));
}

TEST_F(WidgetBoardPlacesTest, AnotherCoreHasPlacesOfItsOwn) {
  const CoreProcess core;
  const CoreProcess another;
  for (const CoreProcess* each : {&core, &another}) {
    CoreSession other(runtime_, {each->address(), ""});
    other.widgets().create(7, WidgetType::Button, "Save", {}, CoreSession::deadline());
  }
  begin(core);
  board().move(7, {500, 300});
  begin(another);
  EXPECT_NE(area(7).position, (Position{500, 300}));
  begin(core);
  EXPECT_EQ(area(7).position, (Position{500, 300}));
}

}  // namespace
}  // namespace orbbench::tests
