#include "console/log_book.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace orbbench::console {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(LogBookTest, GivesTheLinesAfterANumberInTheirOrder) {
  LogBook log;
  for (const char* text : {"a", "b", "c"}) {
    log.write(LogLevel::Info, "test", text);
  }
  const auto lines = log.after(1);
  ASSERT_THAT(lines, SizeIs(2));
  EXPECT_EQ(lines[0].text, "b");
  EXPECT_EQ(lines[1].number, 3U);
  EXPECT_THAT(log.after(3), IsEmpty());
}

TEST(LogBookTest, TheOldestGoAndAreCountedWhenItIsFull) {
  LogBook log;
  for (std::size_t line = 0; line < LogBook::kMost + 5; ++line) {
    log.write(LogLevel::Info, "test", "x");
  }
  EXPECT_THAT(log.after(0), SizeIs(LogBook::kMost));
  EXPECT_EQ(log.after(0).front().number, 6U);
  EXPECT_EQ(log.dropped(), 5U);
}

TEST(LogBookTest, ALineIsOneLineAndBounded) {
  LogBook log;
  log.write(LogLevel::Info, "test",
            "a\nb\x1b[31m" + std::string(2 * LogBook::kMostOctetsOfLine, 'x'));
  const std::string text = log.after(0).front().text;
  EXPECT_EQ(text.size(), LogBook::kMostOctetsOfLine);
  EXPECT_TRUE(text.starts_with("a b [31mx")) << text;
}

TEST(LogBookTest, ManyThreadsWriteAtOnce) {
  LogBook log;
  {
    std::vector<std::jthread> writers;
    for (int writer = 0; writer < 4; ++writer) {
      writers.emplace_back([&log] {
        for (int line = 0; line < 500; ++line) {
          log.write(LogLevel::Info, "test", "x");
        }
      });
    }
  }
  EXPECT_THAT(log.after(0), SizeIs(2000));
}

}  // namespace
}  // namespace orbbench::console
