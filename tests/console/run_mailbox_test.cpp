// What a run tells is bounded before anybody looks at it, and can be shown whatever it is.

#include "console/run_mailbox.hpp"

#include <gmock/gmock.h>

#include "console/printable.hpp"

namespace orbbench::console {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(RunMailboxTest, OfLinesTheLastAreKeptAndTheOthersCounted) {
  RunMailbox mailbox;
  for (int i = 0; i < 5000; ++i) {
    mailbox.put_line(std::to_string(i));
  }
  const RunNews news = mailbox.take();
  ASSERT_THAT(news.lines, SizeIs(RunMailbox::kMostLines));
  EXPECT_EQ(news.lines.back(), "4999");
  EXPECT_EQ(news.dropped, 3000U);
  EXPECT_THAT(mailbox.take().lines, IsEmpty());
}

TEST(RunMailboxTest, TroublesAndChecksAreBounded) {
  RunMailbox mailbox;
  for (int i = 0; i < 1000; ++i) {
    mailbox.put(RunTrouble{"no"});
    mailbox.put(CheckResult{});
    mailbox.put(RunProgress{std::to_string(i)});
  }
  const RunNews news = mailbox.take();
  EXPECT_THAT(news.troubles, SizeIs(RunMailbox::kMostTroubles));
  EXPECT_THAT(news.checks, SizeIs(RunMailbox::kMostChecks));
  EXPECT_EQ(news.progress, "999");
  EXPECT_EQ(news.dropped, 980U + 500U);
}

TEST(RunMailboxTest, ALongLineIsCutAndStaysText) {
  RunMailbox mailbox;
  mailbox.put_line("a" + std::string(3000, '\xc3'));
  EXPECT_LE(mailbox.take().lines.front().size(), 3 * RunMailbox::kMostOctetsOfLine);
}

TEST(PrintableTest, WhatIsNoTextBecomesSome) {
  using namespace std::string_view_literals;
  EXPECT_EQ(printable("plain \xc3\xa4 \"quoted\""), "plain \xc3\xa4 \"quoted\"");
  EXPECT_EQ(printable("a\0b\tc\x7f"sv), "a b c ");
  EXPECT_EQ(printable("\xff"), "\xef\xbf\xbd");
  EXPECT_EQ(printable("cut \xc3"), "cut \xef\xbf\xbd");
}

}  // namespace
}  // namespace orbbench::console
