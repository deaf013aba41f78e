#include "orbbench/orb_client/errors.hpp"

#include <gtest/gtest.h>

namespace orbbench::orb_client {
namespace {

CallFacts ping_facts() {
  return {.operation = "ping",
          .endpoint = "localhost:12000",
          .exception = "COMM_FAILURE",
          .minor = 0x41540002,
          .completion = Completion::Maybe};
}

TEST(CallErrorTest, TellsAllFactsOnOneLine) {
  const UnreachableError error(ping_facts(), "the connection was lost");
  EXPECT_STREQ(error.what(),
               "ping at localhost:12000: COMM_FAILURE (completed maybe, minor 0x41540002): the "
               "connection was lost");
}

TEST(CallErrorTest, LeavesOutWhatIsNotKnown) {
  const TimeoutError error({.operation = "lease", .endpoint = "a:1", .exception = ""}, "no lane");
  EXPECT_STREQ(error.what(), "lease at a:1: no lane");
  CallFacts facts = ping_facts();
  facts.minor = 0;
  EXPECT_STREQ(RemoteError(facts, "").what(),
               "ping at localhost:12000: COMM_FAILURE (completed maybe)");
}

TEST(CallErrorTest, StaysOneLineWhenTheCoreSendsControlCharacters) {
  const RemoteError error(ping_facts(), "first\nsecond\x1b[31m\t\x7f");
  EXPECT_EQ(error.reason(), "first second [31m  ");
  EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace orbbench::orb_client
