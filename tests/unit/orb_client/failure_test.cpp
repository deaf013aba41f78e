#include "failure.hpp"

#include <gtest/gtest.h>

namespace orbbench::orb_client {
namespace {

CallFacts facts(const char* operation, const char* exception, Completion completion) {
  return {.operation = operation,
          .endpoint = "here",
          .exception = exception,
          .minor = 0,
          .completion = completion};
}

template <class Error>
Error error(Completion completion, const char* exception = "", const char* operation = "execute") {
  return Error(facts(operation, exception, completion), "");
}

FailureCourse course(const CallError& error, Repeatability repeatability) {
  return judge_course(error, TryStage::Calling, repeatability);
}

TEST(FailureTest, RE06_RepeatsAPassingErrorThatDidNotRun) {
  for (const auto repeatability : {Repeatability::NotRepeatable, Repeatability::Repeatable}) {
    EXPECT_EQ(course(error<UnreachableError>(Completion::No), repeatability),
              FailureCourse::AnyTry);
    EXPECT_EQ(course(error<TimeoutError>(Completion::No), repeatability), FailureCourse::AnyTry);
  }
}

TEST(FailureTest, RE06_RepeatsAnUnknownOutcomeOnlyOfARepeatableOperation) {
  const auto unknown = error<UnreachableError>(Completion::Maybe);
  EXPECT_EQ(course(unknown, Repeatability::NotRepeatable), FailureCourse::Final);
  EXPECT_EQ(course(unknown, Repeatability::Repeatable), FailureCourse::AnyTry);
}

TEST(FailureTest, RE06_NeverRepeatsWhatRan) {
  for (const auto repeatability : {Repeatability::NotRepeatable, Repeatability::Repeatable}) {
    EXPECT_EQ(course(error<UnreachableError>(Completion::Yes), repeatability),
              FailureCourse::Final);
    EXPECT_EQ(course(error<TimeoutError>(Completion::Yes), repeatability), FailureCourse::Final);
  }
}

TEST(FailureTest, RE06_NeverRepeatsWhatTheCoreAnswered) {
  const auto repeatable = Repeatability::Repeatable;
  EXPECT_EQ(course(error<RemoteError>(Completion::Yes, "OrbCore::WidgetExists"), repeatable),
            FailureCourse::Final);
  EXPECT_EQ(course(error<RemoteError>(Completion::No, "BAD_PARAM"), repeatable),
            FailureCourse::Final);
  EXPECT_EQ(course(error<RemoteError>(Completion::No, "INTERNAL"), repeatable),
            FailureCourse::Final);
  EXPECT_EQ(course(error<ProtocolError>(Completion::No, "MARSHAL"), repeatable),
            FailureCourse::Final);
}

TEST(FailureTest, OR11_GoesElsewhereWhateverKeptItFromConnecting) {
  const auto leasing = [](const CallError& error) {
    return judge_course(error, TryStage::Leasing, Repeatability::NotRepeatable);
  };
  EXPECT_EQ(leasing(error<UnreachableError>(Completion::Maybe)), FailureCourse::AnyTry);
  EXPECT_EQ(leasing(error<TimeoutError>(Completion::No)), FailureCourse::AnyTry);
  EXPECT_EQ(leasing(error<ProtocolError>(Completion::No)), FailureCourse::OtherEndpoint);
  EXPECT_EQ(leasing(error<PoolExhaustedError>(Completion::No)), FailureCourse::Final);
}

TEST(FailureTest, RE05_CountsWhatSpeaksOfTheEndpoint) {
  const auto calling = [](const CallError& error) {
    return judge_health(error, TryStage::Calling);
  };
  EXPECT_EQ(calling(error<UnreachableError>(Completion::No)), BreakerVerdict::Failure);
  EXPECT_EQ(calling(error<TimeoutError>(Completion::Maybe)), BreakerVerdict::Failure);
  EXPECT_EQ(calling(error<ProtocolError>(Completion::Yes)), BreakerVerdict::Failure);
  EXPECT_EQ(calling(error<RemoteError>(Completion::Maybe, "INTERNAL")), BreakerVerdict::Failure);
}

TEST(FailureTest, RE05_NeverCountsClientErrors) {
  for (const char* exception : {"BAD_PARAM", "BAD_OPERATION", "NO_PERMISSION", "OBJECT_NOT_EXIST",
                                "IMP_LIMIT", "OrbCore::OperationFailed"}) {
    EXPECT_EQ(judge_health(error<RemoteError>(Completion::No, exception), TryStage::Calling),
              BreakerVerdict::Nothing)
        << exception;
  }
}

TEST(FailureTest, RE05_NeverCountsTimeLostOnThisSide) {
  EXPECT_EQ(judge_health(error<TimeoutError>(Completion::No), TryStage::Calling),
            BreakerVerdict::Nothing);
  EXPECT_EQ(judge_health(error<TimeoutError>(Completion::No, "", "lease"), TryStage::Leasing),
            BreakerVerdict::Nothing);
  EXPECT_EQ(judge_health(error<TimeoutError>(Completion::No, "", "connect"), TryStage::Leasing),
            BreakerVerdict::Failure);
  EXPECT_EQ(judge_health(error<PoolExhaustedError>(Completion::No), TryStage::Leasing),
            BreakerVerdict::Nothing);
}

TEST(FailureTest, OR12_TellsDownFromBusySlowAndWrong) {
  EXPECT_TRUE(means_every_endpoint_is_down(error<UnreachableError>(Completion::No)));
  EXPECT_TRUE(means_every_endpoint_is_down(error<BreakerOpenError>(Completion::No)));
  EXPECT_TRUE(means_every_endpoint_is_down(error<TimeoutError>(Completion::No, "", "connect")));
  EXPECT_FALSE(means_every_endpoint_is_down(error<TimeoutError>(Completion::Maybe)));
  EXPECT_FALSE(means_every_endpoint_is_down(error<PoolExhaustedError>(Completion::No)));
  EXPECT_FALSE(means_every_endpoint_is_down(error<BulkheadFullError>(Completion::No)));
  EXPECT_FALSE(means_every_endpoint_is_down(error<RemoteError>(Completion::Yes)));
}

TEST(FailureTest, NamesEachErrorsOutcome) {
  EXPECT_EQ(outcome_of(error<TimeoutError>(Completion::No)), Outcome::Timeout);
  EXPECT_EQ(outcome_of(error<UnreachableError>(Completion::No)), Outcome::Unreachable);
  EXPECT_EQ(outcome_of(error<RemoteError>(Completion::No)), Outcome::RemoteError);
  EXPECT_EQ(outcome_of(error<ProtocolError>(Completion::No)), Outcome::ProtocolError);
  EXPECT_EQ(outcome_of(error<PoolExhaustedError>(Completion::No)), Outcome::Refused);
  EXPECT_EQ(outcome_of(error<BulkheadFullError>(Completion::No)), Outcome::Refused);
  EXPECT_EQ(outcome_of(error<BreakerOpenError>(Completion::No)), Outcome::BreakerOpen);
}

}  // namespace
}  // namespace orbbench::orb_client
