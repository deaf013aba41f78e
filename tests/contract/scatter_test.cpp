#include "orbbench/orb_client/scatter.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <vector>

#include "core_fixture.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

class ScatteredCallsTest : public CoreFixture {
 protected:
  static constexpr std::int64_t kWidgets = 5;

  void SetUp() override {
    client_ = std::make_unique<CoreClient>(
        runtime_, CoreClientOptions{.endpoints = {Endpoint::parse(core_.reference())},
                                    .pool = {.lanes = kWidgets, .waiters = 0}});
    client_->warm_up(soon());
    for (std::int64_t id = 1; id <= kWidgets; ++id) {
      client_->call({.name = "create"}, soon(), [id](CoreLane& lane, Deadline by) {
        lane.create_widget(id, "button", "label", {}, by);
      });
    }
  }

  void TearDown() override {
    client_.reset();
    CoreFixture::TearDown();
  }

  std::unique_ptr<CoreClient> client_;
};

// Each takes its second at the core: one after the other they would take five.
TEST_F(ScatteredCallsTest, OR14_CallsFiveObjectsAtOnce) {
  std::vector<std::function<Argument(Deadline)>> calls;
  for (std::int64_t id = 1; id <= kWidgets; ++id) {
    calls.emplace_back([this, id](Deadline deadline) {
      return client_->call({.name = "invoke"}, deadline, [id](CoreLane& lane, Deadline by) {
        return lane.invoke_widget(id, "slow_operation", {}, by);
      });
    });
  }
  const auto start = Clock::now();
  for (const auto& one : scatter(calls, soon(), kWidgets)) {
    EXPECT_NO_THROW(one.get());
  }
  EXPECT_LT(Clock::now() - start, 3s);
}

TEST_F(ScatteredCallsTest, OR14_GathersErrorsBesideValuesAndLeavesNoLaneLeased) {
  std::vector<std::function<Argument(Deadline)>> calls;
  for (const std::int64_t id : {1, 404, 2}) {
    calls.emplace_back([this, id](Deadline deadline) {
      return client_->call({.name = "invoke"}, deadline, [id](CoreLane& lane, Deadline by) {
        return lane.invoke_widget(id, "echo", {Argument(id)}, by);
      });
    });
  }
  const auto gathered = scatter(calls, soon(), 3);
  ASSERT_EQ(gathered.size(), 3U);
  EXPECT_EQ(gathered[0].get(), Argument(std::int64_t{1}));
  EXPECT_THROW(gathered[1].get(), RemoteError);
  EXPECT_EQ(gathered[2].get(), Argument(std::int64_t{2}));
  EXPECT_EQ(client_->pools().at(0).pool.leased, 0U);
}

}  // namespace
}  // namespace orbbench::tests
