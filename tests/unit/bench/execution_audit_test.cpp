#include "checks/calls/execution_audit.hpp"

#include <gtest/gtest.h>

namespace orbbench::bench {
namespace {

using orb_client::Completion;

AuditedCall call(Completion told, std::uint32_t executions, const std::string& error = "lost") {
  return {.token = "t", .told = told, .error = error, .executions = executions};
}

TEST(ExecutionAuditTest, LetsOnlyLawfulEndsPass) {
  EXPECT_FALSE(find_violation(call(Completion::No, 0)));
  EXPECT_TRUE(find_violation(call(Completion::No, 1)));
  EXPECT_TRUE(find_violation(call(Completion::Yes, 0)));
  EXPECT_FALSE(find_violation(call(Completion::Yes, 1)));
  EXPECT_TRUE(find_violation(call(Completion::Yes, 2)));
  EXPECT_FALSE(find_violation(call(Completion::Maybe, 0)));
  EXPECT_FALSE(find_violation(call(Completion::Maybe, 1)));
  EXPECT_TRUE(find_violation(call(Completion::Maybe, 2)));
}

TEST(ExecutionAuditTest, SaysWhatTheCallerWasToldAndWhatRan) {
  EXPECT_EQ(find_violation(call(Completion::No, 1, "TRANSIENT")),
            "token t: executed 1 times, and its call told COMPLETED_NO, TRANSIENT");
  EXPECT_EQ(find_violation(call(Completion::Yes, 2, "")),
            "token t: executed 2 times, and its call returned");
}

TEST(ExecutionAuditTest, CountsCallsByWhatWasToldOfThem) {
  const AuditCounts counts = count_calls(
      {call(Completion::Yes, 1, ""), call(Completion::Yes, 1, ""), call(Completion::Yes, 1),
       call(Completion::No, 0), call(Completion::Maybe, 0), call(Completion::Maybe, 1)});
  EXPECT_EQ(counts.returned, 2U);
  EXPECT_EQ(counts.told_yes, 1U);
  EXPECT_EQ(counts.told_no, 1U);
  EXPECT_EQ(counts.told_maybe, 2U);
  EXPECT_EQ(counts.maybe_executed, 1U);
}

}  // namespace
}  // namespace orbbench::bench
