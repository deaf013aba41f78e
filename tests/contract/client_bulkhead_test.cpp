#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>

#include "core_fixture.hpp"
#include "orbbench/orb_client/call_counts.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

class ClientBulkheadTest : public CoreFixture {
 protected:
  void make_client(PoolLimits limits) {
    client_ = std::make_unique<CoreClient>(
        runtime_,
        CoreClientOptions{.endpoints = {Endpoint::parse(core_.reference())}, .pool = limits},
        &counts_);
  }

  void TearDown() override {
    client_.reset();
    CoreFixture::TearDown();
  }

  std::future<void> start_hold(const OperationPolicy& operation) {
    return std::async(std::launch::async, [this, operation] {
      client_->call(operation, soon(), [](CoreLane& lane, Deadline by) { lane.hold(200ms, by); });
    });
  }

  void await_leased(std::size_t lanes) {
    const Deadline end = soon();
    while (client_->pools().at(0).pool.leased != lanes) {
      ASSERT_FALSE(end.expired());
      std::this_thread::yield();
    }
  }

  void ping(const OperationPolicy& operation) {
    client_->call(operation, soon(), [](CoreLane& lane, Deadline by) { lane.ping(by); });
  }

  CallCounts counts_;
  std::unique_ptr<CoreClient> client_;
};

TEST_F(ClientBulkheadTest, OR13_RefusesAtOnceWhatAnOperationMayNotAdd) {
  make_client({.lanes = 3, .waiters = 8});
  const OperationPolicy narrow{.name = "hold", .max_concurrent = 2};
  auto first = start_hold(narrow);
  auto second = start_hold(narrow);
  await_leased(2);
  const auto start = Clock::now();
  const auto error = error_of<BulkheadFullError>([&] { ping(narrow); });
  ASSERT_TRUE(error);
  EXPECT_LT(Clock::now() - start, 100ms);
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_NO_THROW(ping({.name = "ping"})) << "other operations have the third lane";
  first.get();
  second.get();
  EXPECT_NO_THROW(ping(narrow));
  EXPECT_EQ(counts_.read("hold").calls_with(Outcome::Refused), 1U);
  EXPECT_EQ(counts_.read("hold").calls_with(Outcome::Success), 3U);
}

TEST_F(ClientBulkheadTest, OR06_RefusesAtOnceWhatThePoolCannotTakeAndCountsItNotAsAFailure) {
  make_client({.lanes = 1, .waiters = 0});
  auto busy = start_hold({.name = "hold"});
  await_leased(1);
  const OperationPolicy other{.name = "ping", .repeatability = Repeatability::Repeatable};
  for (int i = 0; i < 10; ++i) {
    const auto start = Clock::now();
    EXPECT_TRUE(error_of<PoolExhaustedError>([&] { ping(other); }));
    EXPECT_LT(Clock::now() - start, 100ms);
  }
  EXPECT_EQ(counts_.read("ping").retries, 0U);
  busy.get();
  EXPECT_NO_THROW(ping(other)) << "the breaker is closed";
}

}  // namespace
}  // namespace orbbench::tests
