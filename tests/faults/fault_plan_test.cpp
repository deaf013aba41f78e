#include "faults/fault_plan.hpp"

#include <gmock/gmock.h>

#include "faults/conversation.hpp"
#include "faults/treatment.hpp"

namespace orbbench::tests {
namespace {

using namespace faults;
using namespace std::chrono_literals;
using testing::ElementsAre;

Subject reply_of(const std::string& operation, std::uint32_t request_id = 1) {
  return {.direction = Direction::ToClient,
          .type = MessageType::Reply,
          .request_id = request_id,
          .operation = operation,
          .octets = 40};
}

/// The turns, from 1, at which anything strikes.
std::vector<int> turns_struck(FaultPlan& plan, int turns) {
  std::vector<int> struck;
  for (int turn = 1; turn <= turns; ++turn) {
    if (!plan.strikes_at(reply_of("ping")).empty()) {
      struck.push_back(turn);
    }
  }
  return struck;
}

Fault delay_where(const Match& match) {
  return {.name = "f", .kind = FaultKind::Delay, .match = match, .delay = 1ms};
}

bool strikes(const Match& match, const Subject& subject) {
  FaultPlan plan(0);
  plan.arm(delay_where(match));
  return !plan.strikes_at(subject).empty();
}

TEST(FaultPlanTest, StrikesWhatFitsAllGivenParts) {
  const Subject subject = reply_of("ping", 7);
  EXPECT_TRUE(strikes({}, subject));
  EXPECT_TRUE(strikes({.direction = Direction::ToClient}, subject));
  EXPECT_FALSE(strikes({.direction = Direction::ToServer}, subject));
  EXPECT_TRUE(strikes({.type = MessageType::Reply}, subject));
  EXPECT_FALSE(strikes({.type = MessageType::Request}, subject));
  EXPECT_TRUE(strikes({.request_id = 7}, subject));
  EXPECT_FALSE(strikes({.request_id = 8}, subject));
  EXPECT_TRUE(strikes({.operation = "ping"}, subject));
  EXPECT_FALSE(strikes({.operation = "pin"}, subject));
  EXPECT_FALSE(strikes({.type = MessageType::Reply, .operation = "pong"}, subject));
  EXPECT_FALSE(strikes({.type = MessageType::Reply}, {.octets = 10}));
}

TEST(FaultPlanTest, StrikesEveryNthAndNoMoreThanTheFirst) {
  FaultPlan plan(0);
  plan.arm(delay_where({.every = 3, .first = 2}));
  EXPECT_THAT(turns_struck(plan, 20), ElementsAre(3, 6));
  EXPECT_EQ(plan.statistics()[0].matched, 20U);
  EXPECT_EQ(plan.statistics()[0].hits, 2U);
  EXPECT_EQ(plan.statistics()[0].effects, 0U);
}

TEST(FaultPlanTest, StrikesTheSameUnderTheSameSeedAndOthersUnderAnother) {
  const Fault fault = delay_where({.probability = 0.5});
  FaultPlan plan(11);
  FaultPlan same(11);
  FaultPlan other(12);
  for (FaultPlan* armed : {&plan, &same, &other}) {
    armed->arm(fault);
  }
  const std::vector<int> struck = turns_struck(plan, 1000);
  EXPECT_EQ(turns_struck(same, 1000), struck);
  EXPECT_NE(turns_struck(other, 1000), struck);
  EXPECT_GT(struck.size(), 400U);
  EXPECT_LT(struck.size(), 600U);
}

// A fault's choices must not depend on the messages that other faults look at.
TEST(FaultPlanTest, DrawsForEachFaultApart) {
  const Fault pings = delay_where({.operation = "ping", .probability = 0.5});
  FaultPlan quiet(5);
  FaultPlan busy(5);
  for (FaultPlan* plan : {&quiet, &busy}) {
    plan->arm(delay_where({.operation = "pong", .probability = 0.5}));
    plan->arm(pings);
  }
  for (int turn = 0; turn < 100; ++turn) {
    busy.strikes_at(reply_of("pong"));
  }
  EXPECT_EQ(turns_struck(busy, 200), turns_struck(quiet, 200));
}

TEST(FaultPlanTest, AddsJitterWithinItsBoundAndBySeed) {
  Fault fault = delay_where({});
  fault.delay = 10ms;
  fault.jitter = 5ms;
  FaultPlan plan(3);
  plan.arm(fault);
  FaultPlan same(3);
  same.arm(fault);
  auto least = 1000ms;
  auto most = 0ms;
  for (int turn = 0; turn < 300; ++turn) {
    const auto delay = plan.strikes_at(reply_of("ping")).at(0).delay;
    ASSERT_EQ(same.strikes_at(reply_of("ping")).at(0).delay, delay);
    least = std::min(least, delay);
    most = std::max(most, delay);
  }
  EXPECT_EQ(least, 10ms);
  EXPECT_EQ(most, 15ms);
}

TEST(ConversationTest, KnowsAReplyByTheOperationOfItsRequest) {
  Conversation conversation;
  conversation.follow(Direction::ToServer, {.request_id = 7, .operation = "ping"});
  conversation.follow(Direction::ToServer, {.request_id = 8, .operation = "pong"});
  const auto reply = [&](std::uint32_t request_id) {
    return conversation.follow(Direction::ToClient,
                               {.type = MessageType::Reply, .request_id = request_id});
  };
  EXPECT_EQ(reply(7).operation, "ping");
  EXPECT_EQ(reply(8).operation, "pong");
  EXPECT_EQ(reply(9).operation, "");
}

TEST(ConversationTest, ForgetsTheOldestOfTooManyRequests) {
  Conversation conversation;
  for (std::uint32_t id = 0; id < 5000; ++id) {
    conversation.follow(Direction::ToServer, {.request_id = id, .operation = "ping"});
  }
  const GiopMessage first{.type = MessageType::Reply, .request_id = 0};
  const GiopMessage last{.type = MessageType::Reply, .request_id = 4999};
  EXPECT_EQ(conversation.follow(Direction::ToClient, first).operation, "");
  EXPECT_EQ(conversation.follow(Direction::ToClient, last).operation, "ping");
}

TEST(TreatmentTest, LeavesOutWhatCannotChangeTheMessage) {
  const auto treatment_by = [](const Fault& fault, std::uint64_t octets) {
    FaultPlan plan(0);
    plan.arm(fault);
    const Subject subject{.octets = octets};
    return treatment_of(plan.strikes_at(subject), subject);
  };
  const Fault cut{.kind = FaultKind::Cut, .after_octets = 40};
  EXPECT_TRUE(treatment_by(cut, 40).end);
  EXPECT_FALSE(treatment_by(cut, 39).end);
  const Fault slice{.kind = FaultKind::Slice, .piece_octets = 40};
  EXPECT_TRUE(treatment_by(slice, 41).slice);
  EXPECT_FALSE(treatment_by(slice, 40).slice);
  const Fault flip{.kind = FaultKind::Flip, .offset = 4};
  ASSERT_TRUE(treatment_by(flip, 17).flip);
  EXPECT_EQ(treatment_by(flip, 17).flip->amount, 16U);
  EXPECT_FALSE(treatment_by(flip, 16).flip);
}

}  // namespace
}  // namespace orbbench::tests
