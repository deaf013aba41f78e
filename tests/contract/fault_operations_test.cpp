#include <gtest/gtest.h>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

using FaultOperationsTest = LaneFixture;

TEST_F(FaultOperationsTest, InjectsEachKindWhereTheSiteAllowsIt) {
  std::string critical;
  std::string low;
  for (const SiteRecord& site : lane_->read_ledger(soon())) {
    if (site.priority == SitePriority::Critical) {
      critical = site.name;
    } else if (site.priority == SitePriority::Low) {
      low = site.name;
    }
  }
  for (const FaultKind kind : {FaultKind::SkipZeroization, FaultKind::Leak, FaultKind::CountTwice,
                               FaultKind::CountWithoutFreeing, FaultKind::FreeWithoutCounting,
                               FaultKind::PretendZeroization}) {
    lane_->inject_fault(kind, critical, soon());
  }
  const auto no_site =
      error_of<RemoteError>([&] { lane_->inject_fault(FaultKind::Leak, "no such site", soon()); });
  ASSERT_TRUE(no_site);
  EXPECT_EQ(no_site->facts().exception, "BAD_PARAM");
  for (const FaultKind kind : {FaultKind::SkipZeroization, FaultKind::PretendZeroization}) {
    const auto never_wiped = error_of<RemoteError>([&] { lane_->inject_fault(kind, low, soon()); });
    ASSERT_TRUE(never_wiped) << to_string(kind);
    EXPECT_EQ(never_wiped->facts().exception, "BAD_PARAM");
  }
  lane_->clear_faults(soon());
}

TEST_F(FaultOperationsTest, CountsAsWipedWhatItOnlyPretendsToWipe) {
  const auto wipes_at = [this](const std::string& name) {
    for (const SiteRecord& site : lane_->read_ledger(soon())) {
      if (site.name == name) {
        return site.zeroizations;
      }
    }
    return std::uint64_t{0};
  };
  lane_->inject_fault(FaultKind::PretendZeroization, "session_token", soon());
  const std::uint64_t before = wipes_at("session_token");
  lane_->create_widget(1, "button", "label", Octets(32, 0x5a), soon());
  lane_->destroy_widget(1, soon());
  EXPECT_EQ(wipes_at("session_token"), before + 1);
}

TEST_F(FaultOperationsTest, DelaysReplies) {
  lane_->delay_replies(20ms, 0, soon());
  const auto start = std::chrono::steady_clock::now();
  lane_->ping(soon());
  EXPECT_GE(std::chrono::steady_clock::now() - start, 20ms);
  lane_->clear_faults(soon());
  EXPECT_THROW(lane_->delay_replies(-1us, 0, soon()), ConfigError);
}

TEST_F(FaultOperationsTest, LosesTheReplyOfACallThatRan) {
  lane_->drop_replies(1, soon());
  const auto error = error_of<UnreachableError>([&] { lane_->execute("t", soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().completion, Completion::Maybe);
  EXPECT_TRUE(lane_->spent());
}

TEST_F(CoreFixture, NeedsAFreshLaneToSeeWhetherACallWithALostReplyRan) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  {
    Lease lane = pool->lease(soon());
    lane->drop_replies(1, soon());
    EXPECT_THROW(lane->execute("t", soon()), UnreachableError);
  }
  EXPECT_EQ(pool->lease(soon())->executions("t", soon()), 1U);
}

TEST_F(CoreFixture, CrashesTheCoreOnRequest) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  pool->lease(soon())->crash(soon());
  core_.wait_until_gone();
  EXPECT_THROW(pool->lease(soon()), UnreachableError);
}

class NoFaultsTest : public testing::Test {
 protected:
  OrbRuntime runtime_;
  CoreProcess core_{{.further_arguments = {}}};
};

TEST_F(NoFaultsTest, HasNoPermissionUnlessTheCoreAllowsFaults) {
  const auto soon = [] { return Deadline::after(20s); };
  ConnectionPool pool(runtime_, Endpoint::parse(core_.reference()), {.lanes = 1, .waiters = 0});
  Lease lane = pool.lease(soon());
  const auto error = error_of<RemoteError>([&] { lane->clear_faults(soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "NO_PERMISSION");
  EXPECT_EQ(error->facts().operation, "open_faults");
  EXPECT_FALSE(lane->spent());
  lane->ping(soon());
}

}  // namespace
}  // namespace orbbench::tests
