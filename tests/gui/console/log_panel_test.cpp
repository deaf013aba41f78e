#include "log/log_panel.hpp"

#include <gmock/gmock.h>

#include "console_fixture.hpp"

namespace orbbench::tests {
namespace {

using console::LogBook;
using console::LogLevel;
using console::Row;
using console::TableView;
using testing::ElementsAre;

class LogPanelTest : public ConsoleFixture {
 protected:
  LogPanelTest() { open("Log"); }

  void write(LogLevel level, const std::string& text) { desk().log.write(level, "test", text); }
  TableView& table() { return dynamic_cast<TableView&>(*find("Log lines").GetParent()); }
  std::vector<std::string> texts() {
    settle();
    std::vector<std::string> all;
    for (std::size_t place = 0; place < table().row_count(); ++place) {
      if (table().row(place).cells[2] == "test") {
        all.push_back(table().row(place).cells[3]);
      }
    }
    return all;
  }
};

TEST_F(LogPanelTest, ShowsLinesFromTheLeastLevelUp) {
  write(LogLevel::Debug, "a");
  write(LogLevel::Info, "b");
  write(LogLevel::Error, "c");
  EXPECT_THAT(texts(), ElementsAre("b", "c"));
  press("Ctrl+Alt+1");
  EXPECT_THAT(texts(), ElementsAre("a", "b", "c"));
  press("Ctrl+Alt+4");
  EXPECT_THAT(texts(), ElementsAre("c"));
  EXPECT_EQ(table().row(table().row_count() - 1).mark, Row::Mark::Bad);
}

TEST_F(LogPanelTest, SearchFindsTextInCapitalsOrNot) {
  write(LogLevel::Info, "The Core is there");
  write(LogLevel::Info, "nothing");
  settle();
  press("Ctrl+F");
  type("core");
  EXPECT_THAT(texts(), ElementsAre("The Core is there"));
  write(LogLevel::Info, "another CORE");
  write(LogLevel::Info, "nothing else");
  EXPECT_THAT(texts(), ElementsAre("The Core is there", "another CORE"));
}

TEST_F(LogPanelTest, PauseFreezesTheViewAndNotTheRecording) {
  write(LogLevel::Info, "before");
  settle();
  frame().set_paused(true);
  write(LogLevel::Info, "meanwhile");
  EXPECT_THAT(texts(), ElementsAre("before"));
  frame().set_paused(false);
  EXPECT_THAT(texts(), ElementsAre("before", "meanwhile"));
}

TEST_F(LogPanelTest, FollowsTheLatestLineUnlessScrolledBack) {
  for (int line = 0; line < 300; ++line) {
    write(LogLevel::Info, "line");
  }
  settle();
  ASSERT_TRUE(run_until([this] { return table().is_at_end(); }));
  table().select(table().row(0).key);
  settle();
  ASSERT_FALSE(table().is_at_end());
  write(LogLevel::Info, "one more");
  settle();
  EXPECT_FALSE(table().is_at_end()) << "what is being read stays";
}

TEST_F(LogPanelTest, AFullBookIsShownAndItsLossCounted) {
  const std::string text(100, 'x');
  for (std::size_t line = 0; line < LogBook::kMost + 100; ++line) {
    write(LogLevel::Info, text);
  }
  settle();
  EXPECT_EQ(table().row_count(), LogBook::kMost);
  EXPECT_GE(desk().log.dropped(), 100U);
}

}  // namespace
}  // namespace orbbench::tests
