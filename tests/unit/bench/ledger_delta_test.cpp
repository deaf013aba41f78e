#include "checks/ledger_delta.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orbbench::bench {
namespace {

using metrics::Priority;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A ledger with two sites, of which the scenario uses each key twice and each name three times.
class LedgerDeltaTest : public testing::Test {
 protected:
  void SetUp() override {
    delta.before.sites["key"] = {Priority::Critical, 10, 10, 10, 320, 0};
    delta.before.sites["name"] = {Priority::Low, 50, 49, 0, 0, 1};
    delta.after = delta.before;
    delta.after.sites["key"] = {Priority::Critical, 12, 12, 12, 384, 0};
    delta.after.sites["name"] = {Priority::Low, 53, 52, 0, 0, 1};
    delta.events = {{"create", 2}, {"request", 3}};
  }

  std::vector<std::string> unexpected() const { return find_unexpected(delta, expectations); }
  std::vector<std::string> unwiped() const { return find_unwiped(delta, expectations); }
  metrics::SiteAccount& key() { return delta.after.sites["key"]; }
  metrics::SiteAccount& name() { return delta.after.sites["name"]; }

  LedgerExpectations expectations = LedgerExpectations::parse(
      R"({"sites": {"key": {"priority": "critical", "per": {"create": 1}},
                    "name": {"priority": "low", "per": {"request": 1}}}})",
      "test");
  LedgerDelta delta;
};

TEST_F(LedgerDeltaTest, NothingIsFoundWhenAllMovedAsExpected) {
  EXPECT_THAT(unexpected(), IsEmpty());
  EXPECT_THAT(unwiped(), IsEmpty());
}

TEST_F(LedgerDeltaTest, ALeakIsFoundAtItsSite) {
  --name().deallocations;
  ++name().live_objects;
  EXPECT_THAT(unexpected(), ElementsAre("name: deallocations moved by 2, expected 3",
                                        "name: live objects went from 1 to 2, expected no change"));
}

TEST_F(LedgerDeltaTest, ADoubleCountIsFoundAtItsSite) {
  ++key().deallocations;
  EXPECT_THAT(unexpected(), ElementsAre("key: deallocations moved by 3, expected 2"));
}

TEST_F(LedgerDeltaTest, AMissedAllocationIsFoundAtItsSite) {
  --key().allocations;
  EXPECT_THAT(unexpected(), ElementsAre("key: allocations moved by 1, expected 2"));
}

TEST_F(LedgerDeltaTest, ACounterThatWentBackIsShownAsNegative) {
  name().deallocations = 40;
  EXPECT_THAT(unexpected(), ElementsAre("name: deallocations moved by -9, expected 3"));
}

TEST_F(LedgerDeltaTest, ASiteThatIsMissingOrUnknownOrOfAnotherPriorityIsFound) {
  delta.after.sites.erase("name");
  delta.after.sites["stranger"] = {};
  key().priority = Priority::High;
  EXPECT_THAT(unexpected(), ElementsAre("key: its priority is high, expected critical",
                                        "name: the core does not report it",
                                        HasSubstr("stranger: the core reports it")));
}

TEST_F(LedgerDeltaTest, ASiteThatTheScenarioDoesNotTouchIsFound) {
  delta.events.erase("request");
  delta.after.sites["name"] = delta.before.sites["name"];
  EXPECT_THAT(unexpected(), ElementsAre("name: the scenario does not touch it"));
}

TEST_F(LedgerDeltaTest, ASkippedZeroisationIsFoundAtItsSite) {
  --key().zeroizations;
  EXPECT_THAT(unwiped(), ElementsAre("key: zeroisations moved by 1, expected 2"));
}

TEST_F(LedgerDeltaTest, ZeroisationsOfNoOctetsAreFound) {
  key().zeroized_octets = delta.before.sites["key"].zeroized_octets;
  EXPECT_THAT(unwiped(), ElementsAre("key: no octets were wiped in 2 deallocations"));
}

}  // namespace
}  // namespace orbbench::bench
