#include "lane_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <latch>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

constexpr int kLanes = 3;
constexpr std::size_t kWaiters = 8;

/// A lane without a connection that counts how many of its kind there are.
struct FakeLane {
  FakeLane(std::size_t lane_number, std::atomic<int>& lanes_alive)
      : number_(lane_number), alive(lanes_alive) {
    ++alive;
  }
  ~FakeLane() { --alive; }

  std::size_t number() const { return number_; }
  bool spent() const { return is_spent; }
  bool answered() const { return is_answered; }
  bool connected() const { return is_connected; }

  std::size_t number_;
  std::atomic<int>& alive;
  bool is_spent = false;
  bool is_answered = true;
  bool is_connected = true;
};

using Pool = LanePool<FakeLane>;
using Lane = std::unique_ptr<FakeLane>;

class LanePoolTest : public testing::Test {
 protected:
  Pool::Connect connect() {
    return [this](std::size_t number, Deadline) {
      ++connects;
      return std::make_unique<FakeLane>(number, alive);
    };
  }

  static Deadline soon() { return Deadline::after(20s); }

  static Lane lane_of(Pool::Acquired acquired) { return std::get<Lane>(std::move(acquired)); }

  // The queue has no other trace than the state.
  static void await_waiters(const Pool& pool, std::size_t count) {
    const Deadline end = soon();
    while (pool.state().waiting != count) {
      ASSERT_FALSE(end.expired());
      std::this_thread::yield();
    }
  }

  std::atomic<int> alive = 0;
  std::atomic<int> connects = 0;
};

TEST_F(LanePoolTest, ConnectsNothingBeforeTheFirstLease) {
  const Pool pool({.lanes = 3, .waiters = 1}, connect());
  EXPECT_EQ(connects, 0);
  EXPECT_EQ(pool.state().idle, 0U);
}

TEST_F(LanePoolTest, UsesTheIdleLaneRatherThanConnectAnother) {
  Pool pool({.lanes = 3, .waiters = 1}, connect());
  for (int i = 0; i < 10; ++i) {
    pool.release(lane_of(pool.acquire(soon())));
  }
  EXPECT_EQ(connects, 1);
  EXPECT_EQ(pool.state().idle, 1U);
  EXPECT_EQ(pool.state().leased, 0U);
}

TEST_F(LanePoolTest, NumbersLanesFromZeroWithoutGaps) {
  Pool pool({.lanes = 3, .waiters = 0}, connect());
  std::vector<Lane> lanes;
  for (std::size_t number = 0; number < 3; ++number) {
    lanes.push_back(lane_of(pool.acquire(soon())));
    EXPECT_EQ(lanes.back()->number(), number);
  }
  lanes[1]->is_spent = true;
  pool.release(std::move(lanes[1]));
  lanes[1] = lane_of(pool.acquire(soon()));
  EXPECT_EQ(lanes[1]->number(), 1U);
  for (Lane& lane : lanes) {
    pool.release(std::move(lane));
  }
}

TEST_F(LanePoolTest, RefusesAtOnceWhenTheQueueIsFull) {
  Pool pool({.lanes = 1, .waiters = 1}, connect());
  Lane only = lane_of(pool.acquire(soon()));
  std::jthread waiter([&] { pool.release(lane_of(pool.acquire(soon()))); });
  await_waiters(pool, 1);
  EXPECT_EQ(std::get<LaneRefusal>(pool.acquire(soon())), LaneRefusal::QueueFull);
  EXPECT_EQ(pool.state().waiting, 1U);
  pool.release(std::move(only));
}

TEST_F(LanePoolTest, RefusesAtOnceWhenNobodyMayQueue) {
  Pool pool({.lanes = 1, .waiters = 0}, connect());
  Lane only = lane_of(pool.acquire(soon()));
  EXPECT_EQ(std::get<LaneRefusal>(pool.acquire(soon())), LaneRefusal::QueueFull);
  pool.release(std::move(only));
}

TEST_F(LanePoolTest, EndsAWaitAtItsDeadline) {
  Pool pool({.lanes = 1, .waiters = 1}, connect());
  Lane only = lane_of(pool.acquire(soon()));
  const Deadline deadline = Deadline::after(20ms);
  EXPECT_EQ(std::get<LaneRefusal>(pool.acquire(deadline)), LaneRefusal::DeadlinePassed);
  EXPECT_TRUE(deadline.expired());
  EXPECT_EQ(pool.state().waiting, 0U);
  pool.release(std::move(only));
  EXPECT_EQ(pool.state().idle, 1U);
}

TEST_F(LanePoolTest, ServesWaitersInTheOrderInWhichTheyCame) {
  Pool pool({.lanes = 1, .waiters = kWaiters}, connect());
  Lane only = lane_of(pool.acquire(soon()));
  std::vector<std::size_t> served;  // by whoever holds the one lane
  std::vector<std::jthread> waiters;
  waiters.reserve(kWaiters);
  for (std::size_t turn = 0; turn < kWaiters; ++turn) {
    waiters.emplace_back([&, turn] {
      Lane lane = lane_of(pool.acquire(soon()));
      served.push_back(turn);
      pool.release(std::move(lane));
    });
    await_waiters(pool, turn + 1);
  }
  pool.release(std::move(only));
  waiters.clear();
  EXPECT_EQ(served, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST_F(LanePoolTest, PassesOverAWaiterThatGaveUp) {
  Pool pool({.lanes = 1, .waiters = 3}, connect());
  Lane only = lane_of(pool.acquire(soon()));
  std::promise<void> gave_up;
  std::jthread first([&] {
    EXPECT_EQ(std::get<LaneRefusal>(pool.acquire(Deadline::after(50ms))),
              LaneRefusal::DeadlinePassed);
    gave_up.set_value();
  });
  await_waiters(pool, 1);
  std::jthread second([&] { pool.release(lane_of(pool.acquire(soon()))); });
  gave_up.get_future().wait();
  await_waiters(pool, 1);
  pool.release(std::move(only));
  second.join();
  EXPECT_EQ(pool.state().idle, 1U);
  EXPECT_EQ(connects, 1);
}

TEST_F(LanePoolTest, GivesThePlaceOfAFailedConnectToTheNextWaiter) {
  std::latch may_fail(1);
  std::atomic<int> attempts = 0;
  Pool pool({.lanes = 1, .waiters = 1}, [&](std::size_t number, Deadline) {
    if (attempts++ == 0) {
      may_fail.wait();
      throw std::runtime_error("unreachable");
    }
    return std::make_unique<FakeLane>(number, alive);
  });
  std::jthread first([&] { EXPECT_THROW(pool.acquire(soon()), std::runtime_error); });
  while (attempts == 0) {
    std::this_thread::yield();
  }
  std::jthread second([&] { pool.release(lane_of(pool.acquire(soon()))); });
  await_waiters(pool, 1);
  may_fail.count_down();
  second.join();
  first.join();
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(pool.state().leased, 0U);
}

TEST_F(LanePoolTest, KeepsItsPlacesWhenConnectsFail) {
  Pool pool({.lanes = 2, .waiters = 0},
            [](std::size_t, Deadline) -> Lane { throw std::runtime_error("unreachable"); });
  for (int i = 0; i < 10; ++i) {
    EXPECT_THROW(pool.acquire(soon()), std::runtime_error);
  }
  EXPECT_EQ(pool.state().leased, 0U);
}

TEST_F(LanePoolTest, GivesAndTakesOtherLanesWhileOneConnects) {
  std::latch connecting(1);
  std::latch may_connect(1);
  Pool pool({.lanes = 2, .waiters = 0}, [&](std::size_t number, Deadline) {
    if (number == 1) {
      connecting.count_down();
      may_connect.wait();
    }
    return std::make_unique<FakeLane>(number, alive);
  });
  Lane first = lane_of(pool.acquire(soon()));
  std::jthread slow([&] { pool.release(lane_of(pool.acquire(soon()))); });
  connecting.wait();
  EXPECT_EQ(pool.state().leased, 2U);
  pool.release(std::move(first));
  first = lane_of(pool.acquire(soon()));
  EXPECT_EQ(first->number(), 0U);
  pool.release(std::move(first));
  may_connect.count_down();
}

TEST_F(LanePoolTest, EndsASpentLaneBeforeItsPlaceIsTaken) {
  std::vector<int> alive_at_connect;
  Pool pool({.lanes = 1, .waiters = 1}, [&](std::size_t number, Deadline) {
    alive_at_connect.push_back(alive);
    return std::make_unique<FakeLane>(number, alive);
  });
  Lane only = lane_of(pool.acquire(soon()));
  std::jthread waiter([&] { pool.release(lane_of(pool.acquire(soon()))); });
  await_waiters(pool, 1);
  only->is_spent = true;
  pool.release(std::move(only));
  waiter.join();
  EXPECT_EQ(alive_at_connect, (std::vector<int>{0, 0}));
}

TEST_F(LanePoolTest, ReplacesAnIdleLaneThatTheCoreClosed) {
  Pool::Clock::time_point now;
  Pool pool({.lanes = 1, .waiters = 0}, connect(), [&now] { return now; });
  Lane only = lane_of(pool.acquire(soon()));
  only->is_connected = false;
  pool.release(std::move(only));
  now += 20us;
  only = lane_of(pool.acquire(soon()));
  EXPECT_TRUE(only->is_connected);
  EXPECT_EQ(connects, 2);
  EXPECT_EQ(alive, 1);
  pool.release(std::move(only));
}

TEST_F(LanePoolTest, NeverHasMoreLanesThanItsBoundUnderLoad) {
  std::atomic<int> most_alive = 0;
  Pool pool({.lanes = kLanes, .waiters = 16}, [&](std::size_t number, Deadline) {
    auto lane = std::make_unique<FakeLane>(number, alive);
    most_alive = std::max(most_alive.load(), alive.load());
    return lane;
  });
  std::vector<std::jthread> threads;
  threads.reserve(8);
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&, thread] {
      for (int turn = 0; turn < 500; ++turn) {
        Lane lane = lane_of(pool.acquire(soon()));
        std::this_thread::yield();
        lane->is_spent = (turn + thread) % 5 == 0;
        pool.release(std::move(lane));
      }
    });
  }
  threads.clear();
  EXPECT_LE(most_alive, kLanes);
  EXPECT_EQ(pool.state().leased, 0U);
  EXPECT_EQ(pool.state().waiting, 0U);
  EXPECT_EQ(pool.state().idle, static_cast<std::size_t>(alive));
}

class LanePoolReapingTest : public LanePoolTest {
 protected:
  static constexpr auto kIdleLimit = 100ms;

  Pool::Now now() {
    return [this] { return now_; };
  }

  /// So many lanes are idle, each released a millisecond after the one before.
  void leave_idle(Pool& pool, int lanes) {
    std::vector<Lane> held;
    for (int i = 0; i < lanes; ++i) {
      held.push_back(lane_of(pool.acquire(soon())));
    }
    for (Lane& lane : held) {
      pool.release(std::move(lane));
      now_ += 1ms;
    }
  }

  Pool::Clock::time_point now_{};
};

TEST_F(LanePoolReapingTest, ClosesWhatWasIdleForLongerTheLongestIdleFirst) {
  Pool pool({.lanes = 3, .waiters = 0, .idle_limit = kIdleLimit}, connect(), now());
  leave_idle(pool, 3);
  EXPECT_EQ(pool.reap(), Pool::Clock::time_point(kIdleLimit));
  EXPECT_EQ(alive, 3);
  now_ = Pool::Clock::time_point(kIdleLimit + 1ms);
  EXPECT_EQ(pool.reap(), Pool::Clock::time_point(kIdleLimit + 2ms));
  EXPECT_EQ(alive, 1);
  EXPECT_EQ(pool.state().idle, 1U);
  EXPECT_EQ(pool.state().leased, 0U);
  now_ += 1h;
  EXPECT_EQ(pool.reap(), std::nullopt);
  EXPECT_EQ(alive, 0);
}

TEST_F(LanePoolReapingTest, SparesLanesInUseHoweverLong) {
  Pool pool({.lanes = 1, .waiters = 0, .idle_limit = kIdleLimit}, connect(), now());
  Lane only = lane_of(pool.acquire(soon()));
  now_ += 1h;
  EXPECT_EQ(pool.reap(), std::nullopt);
  EXPECT_EQ(alive, 1);
  pool.release(std::move(only));
  EXPECT_EQ(pool.reap(), now_ + kIdleLimit) << "its idle time begins when it is given back";
  EXPECT_EQ(alive, 1);
}

TEST_F(LanePoolReapingTest, KeepsTheLeastNumberOfIdleLanes) {
  Pool pool({.lanes = 3, .waiters = 0, .idle_limit = kIdleLimit, .min_idle = 2}, connect(), now());
  leave_idle(pool, 3);
  now_ += 1h;
  EXPECT_EQ(pool.reap(), std::nullopt);
  EXPECT_EQ(alive, 2);
}

TEST_F(LanePoolReapingTest, ClosesNothingWithoutALimit) {
  Pool pool({.lanes = 2, .waiters = 0}, connect(), now());
  leave_idle(pool, 2);
  now_ += 1000h;
  EXPECT_EQ(pool.reap(), std::nullopt);
  EXPECT_EQ(alive, 2);
}

TEST_F(LanePoolReapingTest, ConnectsAnewUnderTheNumberOfAClosedLane) {
  Pool pool({.lanes = 1, .waiters = 0, .idle_limit = kIdleLimit}, connect(), now());
  leave_idle(pool, 1);
  now_ += 1h;
  pool.reap();
  Lane next = lane_of(pool.acquire(soon()));
  EXPECT_EQ(next->number(), 0U);
  EXPECT_EQ(connects, 2);
  pool.release(std::move(next));
}

// Against the clock: what reap() is told by a thread that sleeps until there is something to do.
TEST_F(LanePoolReapingTest, ReapsByItselfWhileLanesComeAndGo) {
  Pool pool({.lanes = 2, .waiters = 4, .idle_limit = 1ms, .min_idle = 1}, connect());
  std::jthread reaper([&pool](const std::stop_token& stop) { pool.reap_until(stop); });
  for (int turn = 0; turn < 20; ++turn) {
    Lane first = lane_of(pool.acquire(soon()));
    Lane second = lane_of(pool.acquire(soon()));
    pool.release(std::move(first));
    pool.release(std::move(second));
    const Deadline end = soon();
    while (pool.state().idle != 1 || alive != 1) {
      ASSERT_FALSE(end.expired());
      std::this_thread::yield();
    }
  }
  EXPECT_EQ(connects, 21);
}

TEST_F(LanePoolTest, ConnectsAllLanesAhead) {
  Pool pool({.lanes = 3, .waiters = 0}, connect());
  Lane used = lane_of(pool.acquire(soon()));
  pool.connect_all(soon());
  EXPECT_EQ(connects, 3);
  EXPECT_EQ(pool.state().idle, 2U);
  EXPECT_EQ(pool.state().leased, 1U);
  pool.connect_all(soon());
  EXPECT_EQ(connects, 3);
  pool.release(std::move(used));
}

TEST_F(LanePoolTest, TakesALaneThatWasUsedThisVeryMomentOnTrust) {
  Pool::Clock::time_point now;
  Pool pool({.lanes = 1, .waiters = 0}, connect(), [&now] { return now; });
  Lane only = lane_of(pool.acquire(soon()));
  only->is_connected = false;
  pool.release(std::move(only));
  now += 19us;
  only = lane_of(pool.acquire(soon()));
  EXPECT_FALSE(only->is_connected);
  pool.release(std::move(only));
}

TEST_F(LanePoolTest, TakesALaneWhoseLastCallHadNoReplyOnNoTrust) {
  Pool::Clock::time_point now;
  Pool pool({.lanes = 1, .waiters = 0}, connect(), [&now] { return now; });
  Lane only = lane_of(pool.acquire(soon()));
  only->is_connected = false;
  only->is_answered = false;
  pool.release(std::move(only));
  only = lane_of(pool.acquire(soon()));
  EXPECT_TRUE(only->is_connected);
  pool.release(std::move(only));
}

TEST_F(LanePoolTest, ConnectsAnewAheadWhatTheCoreClosed) {
  Pool pool({.lanes = 2, .waiters = 0}, connect());
  Lane dead = lane_of(pool.acquire(soon()));
  dead->is_connected = false;
  pool.release(std::move(dead));
  pool.connect_all(soon());
  EXPECT_EQ(connects, 3);
  EXPECT_EQ(alive, 2);
}

TEST_F(LanePoolTest, StopsConnectingAheadAtTheFirstFailure) {
  int attempts = 0;
  Pool pool({.lanes = 3, .waiters = 0}, [&](std::size_t number, Deadline) {
    if (++attempts == 2) {
      throw std::runtime_error("unreachable");
    }
    return std::make_unique<FakeLane>(number, alive);
  });
  EXPECT_THROW(pool.connect_all(soon()), std::runtime_error);
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(pool.state().idle, 1U);
  EXPECT_EQ(pool.state().leased, 0U);
}

TEST_F(LanePoolTest, GivesConnectingItsBudgetAndNoMore) {
  std::optional<Deadline> given;
  Pool pool({.lanes = 1, .waiters = 0}, [&](std::size_t number, Deadline deadline) {
    given = deadline;
    return std::make_unique<FakeLane>(number, alive);
  });
  const Deadline latest = Deadline::after(10s);
  Lane only = lane_of(pool.acquire(Deadline::after(1h), 5s));
  EXPECT_LT(given->instant(), latest.instant());
  only->is_spent = true;
  pool.release(std::move(only));
  const Deadline whole = Deadline::after(20s);
  only = lane_of(pool.acquire(whole, 1h));
  EXPECT_EQ(given->instant(), whole.instant());
  pool.release(std::move(only));
}

using LanePoolDeathTest = LanePoolTest;

TEST_F(LanePoolDeathTest, EndsTheProcessWhenDestroyedWithALeaseOut) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        Lane lane;
        const Pool* pool = new Pool({.lanes = 1, .waiters = 0}, connect());
        lane = lane_of(const_cast<Pool*>(pool)->acquire(soon()));
        delete pool;
      },
      "destroyed with 1 leases out");
}

}  // namespace
}  // namespace orbbench::orb_client
