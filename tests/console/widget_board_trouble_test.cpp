#include <chrono>

#include "frozen_process.hpp"
#include "widget_board_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace console;
using namespace widget_bridge;
using namespace std::chrono_literals;

TEST_F(WidgetBoardTest, WithoutACoreNothingIsDoneAndTheReasonIsThere) {
  EXPECT_FALSE(board_.create(WidgetType::Button, "Save", {}));
  EXPECT_EQ(board_.notice(), "not done: no core is connected");
  EXPECT_EQ(board_.calls_under_way(), 0U);
}

TEST_F(WidgetBoardTest, ACoreThatDiesTakesNothingFromTheBoard) {
  CoreProcess core;
  connect(core);
  const std::int64_t id = create();
  core.kill();
  core.wait_until_gone();
  board_.click(id);
  settle();
  EXPECT_NE(at(id).trouble, "");
  probe(ConnectionState::Lost);
  EXPECT_EQ(board_.widgets().size(), 1U);
  EXPECT_NE(board_.why_not().find("lost"), std::string::npos);
  board_.destroy(id);
  EXPECT_NE(board_.notice().find("not done: the core is lost"), std::string::npos);
  EXPECT_EQ(at(id).standing, Standing::There);
}

TEST_F(WidgetBoardTest, AnUndoThatDoesNotReachTheCoreCanBeTriedAgain) {
  CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  board_.relabel(id, "Store");
  settle();
  core.kill();
  core.wait_until_gone();
  probe(ConnectionState::Lost);
  board_.undo();
  ASSERT_NE(board_.edits().to_undo(), nullptr);
  EXPECT_EQ(board_.edits().to_undo()->kind, WidgetEdit::Kind::Relabel);
  EXPECT_EQ(at(id).widget.label, "Store");
}

TEST_F(WidgetBoardTest, ACoreThatWasStartedAnewHasLostItsWidgetsAndTheyAreGone) {
  CoreProcess::Settings settings;
  settings.iiop_port = free_port();
  auto core = std::make_unique<CoreProcess>(settings);
  connect(*core);
  const std::int64_t id = create();
  core->kill();
  core->wait_until_gone();
  probe(ConnectionState::Lost);
  core = std::make_unique<CoreProcess>(settings);
  while (connection_.state() != ConnectionState::Connected) {
    connection_.probe();
    ui_.run_one();
  }
  settle();
  ASSERT_NE(board_.find(id), nullptr);
  EXPECT_EQ(at(id).standing, Standing::Gone);
}

TEST_F(WidgetBoardTest, AFrozenCoreKeepsNobodyWaiting) {
  const CoreProcess core;
  connect(core);
  const std::int64_t id = create("Save");
  const FrozenProcess frozen(core.pid());
  const auto begin = std::chrono::steady_clock::now();
  board_.relabel(id, "Store");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 100ms);
  settle();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, kCallLimit + 1s);
  EXPECT_EQ(at(id).widget.label, "Save");
  EXPECT_NE(at(id).trouble, "");
}

TEST_F(WidgetBoardTest, WhetherAFrozenCoreMadeItIsKnownAtTheNextList) {
  const CoreProcess core;
  connect(core);
  std::int64_t id = 0;
  {
    const FrozenProcess frozen(core.pid());
    id = create("Save");
    ASSERT_NE(board_.find(id), nullptr);
    EXPECT_EQ(at(id).standing, Standing::Unsure);
  }
  run_until([&] {
    board_.list();
    settle();
    return at(id).standing == Standing::There || at(id).standing == Standing::Gone;
  });
  EXPECT_EQ(at(id).standing == Standing::There, label_in(core, id) == "Save");
}

TEST_F(WidgetBoardTest, AnotherCoreHasItsOwnWidgets) {
  const CoreProcess first;
  connect(first);
  create("First");
  const CoreProcess second;
  connect(second);
  EXPECT_TRUE(board_.widgets().empty());
  EXPECT_EQ(board_.edits().to_undo(), nullptr);
  connect(first);
  EXPECT_EQ(board_.widgets().size(), 1U);
}

}  // namespace
}  // namespace orbbench::tests
