// SC-07: each change of state is on the stream once it is committed, and is lost by nobody's death.

#include <gmock/gmock.h>
#include <signal.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <numeric>
#include <pqxx/pqxx>
#include <random>
#include <set>
#include <thread>

#include "../stack/command_run.hpp"
#include "../work/work_fixture.hpp"
#include "orbbench/metrics/seeded_random.hpp"
#include "orbbench/work/event_reader.hpp"
#include "orbbench/work/event_relay.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using testing::IsEmpty;
using testing::SizeIs;
using work::Event;
using work::EventReader;
using work::EventRelay;

constexpr std::size_t kStreamLength = 5000;

class EventsTest : public WorkFixture {
 protected:
  EventsTest() : WorkFixture({"postgres", "redis"}) {}

  work::RedisAddress redis() const {
    return {stack_.endpoints().redis->host, stack_.endpoints().redis->port};
  }
  std::string redis_text() const { return redis().host + ":" + std::to_string(redis().port); }
  EventRelay relay(std::size_t length = kStreamLength) const {
    return EventRelay(connection(), redis(), length);
  }
  EventReader reader(const std::string& consumer = "one",
                     std::chrono::milliseconds reclaim_after = 10min) const {
    return EventReader({redis(), "group", consumer, reclaim_after});
  }

  /// So many events with the numbers that follow; `size` octets long.
  void make_events(int count, int size = 10) const {
    change("INSERT INTO orbbench.work_outbox (kind, body) SELECT 'test', to_jsonb(repeat('x', " +
           std::to_string(size) + ")) FROM generate_series(1, " + std::to_string(count) + ")");
  }

  /// Reads, and lets go of, all that there is.
  static std::vector<Event> read_all(EventReader& reader) {
    std::vector<Event> all;
    for (auto some = reader.read(1ms); !some.empty(); some = reader.read(1ms)) {
      reader.acknowledge(some);
      all.insert(all.end(), some.begin(), some.end());
    }
    return all;
  }

  static std::vector<std::int64_t> numbers(const std::vector<Event>& events) {
    std::vector<std::int64_t> found;
    found.reserve(events.size());
    for (const Event& event : events) {
      found.push_back(event.event_id);
    }
    return found;
  }

  /// Of the lines that `orbbench events` wrote whole.
  static std::vector<std::int64_t> numbers_in(const std::string& output) {
    std::vector<std::int64_t> found;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line) && !lines.eof();) {
      found.push_back(nlohmann::json::parse(line).at("event_id"));
    }
    return found;
  }

  static std::set<std::int64_t> as_set(const std::vector<std::int64_t>& some) {
    return {some.begin(), some.end()};
  }

  /// Whether the stream was away meanwhile.
  template <class Work>
  static bool survive(const Work& work) try {
    work();
    return false;
  } catch (const work::EventStreamUnavailable&) {
    return true;
  }

  /// Of the moments at which something is killed: another one each time, unless it is given.
  static std::uint64_t seed_of_moments() {
    const char* given = std::getenv("ORBBENCH_TEST_SEED");
    return given == nullptr ? std::random_device{}() : std::strtoull(given, nullptr, 10);
  }

  std::vector<std::int64_t> all_numbers(int count) const {
    std::vector<std::int64_t> wanted(static_cast<std::size_t>(count));
    std::iota(wanted.begin(), wanted.end(), 1);
    return wanted;
  }
};

TEST_F(EventsTest, SC07_EachChangeOfStateComesInItsOrder) {
  const work::NewRun run = submit(1);
  work::Queue workers = queue();
  const auto item = workers.lease("ada", kLong);
  ASSERT_TRUE(workers.finish(item.value(), {}));
  const std::vector<std::string> changes = events();
  EXPECT_EQ(relay().relay(), changes.size());
  EventReader one = reader();
  const std::vector<Event> told = read_all(one);
  std::vector<std::string> kinds;
  for (const Event& event : told) {
    kinds.push_back(event.kind);
    EXPECT_EQ(nlohmann::json::parse(event.body).at("work_id"), run.work_id);
    EXPECT_NO_THROW(store::parse_instant(event.at));
  }
  EXPECT_EQ(kinds, changes);
  EXPECT_TRUE(std::ranges::is_sorted(numbers(told)));
  EXPECT_EQ(relay().relay(), 0U);
  EXPECT_THAT(read_all(one), IsEmpty());
}

TEST_F(EventsTest, SC07_NothingIsToldBeforeItIsCommitted) {
  EventRelay carrier = relay();
  EventReader one = reader();
  pqxx::connection other(connection());
  {
    pqxx::work open(other);
    open.exec("INSERT INTO orbbench.work_outbox (kind, body) VALUES ('open', '{}')");
    EXPECT_EQ(carrier.relay(), 0U);
    EXPECT_THAT(one.read(1ms), IsEmpty());
    open.commit();
  }
  EXPECT_EQ(carrier.relay(), 1U);
  EXPECT_THAT(read_all(one), SizeIs(1));
  {
    pqxx::work never(other);
    never.exec("INSERT INTO orbbench.work_outbox (kind, body) VALUES ('never', '{}')");
  }
  EXPECT_EQ(carrier.relay(), 0U);
}

TEST_F(EventsTest, SC07_AnyNumberOfRelaysCarryEachEventOnce) {
  constexpr int kEach = 300;
  {
    std::vector<std::jthread> threads;
    threads.reserve(3);
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([this](const std::stop_token& stop) {
        EventRelay mine = relay();
        while (!stop.stop_requested()) {
          mine.relay();
        }
      });
    }
    for (int i = 0; i < kEach; ++i) {
      make_events(2);
    }
  }
  relay().relay();
  EventReader one = reader();
  std::vector<std::int64_t> told = numbers(read_all(one));
  std::ranges::sort(told);
  EXPECT_EQ(told, all_numbers(2 * kEach));
}

TEST_F(EventsTest, SC07_ConsumersOfAGroupShareTheEvents) {
  make_events(400);
  relay().relay();
  EventReader one = reader("one");
  EventReader two = reader("two");
  std::vector<std::int64_t> told;
  for (int turn = 0; turn < 4; ++turn) {
    EventReader& next = turn % 2 == 0 ? one : two;
    const auto some = next.read(1ms);
    next.acknowledge(some);
    EXPECT_FALSE(some.empty());
    for (const std::int64_t number : numbers(some)) {
      told.push_back(number);
    }
  }
  EXPECT_EQ(told, all_numbers(400));
  EventReader other_group({redis(), "another", "one"});
  EXPECT_THAT(read_all(other_group), SizeIs(400));
}

// The consumer is held in the middle of its output: nobody reads what it writes. What it had not
// written out it had not let go of.
TEST_F(EventsTest, SC07_AConsumerThatIsKilledLosesNothing) {
  constexpr int kEvents = 1000;
  make_events(kEvents, 1000);
  relay().relay();
  CommandRun killed({"events", "--group", "group", "--consumer", "one", "--redis", redis_text()},
                    {});
  ASSERT_TRUE(killed.await_output("\n"));
  killed.send(SIGKILL);
  EXPECT_EQ(killed.exit_status(), 128 + SIGKILL);
  const auto before = numbers_in(killed.output());
  EXPECT_LT(before.size(), kEvents);
  CommandRun next({"events", "--group", "group", "--consumer", "two", "--redis", redis_text(),
                   "--reclaim-after", "0.01", "--drain"},
                  {});
  EXPECT_EQ(next.exit_status(), 0) << next.errors();
  const auto after = numbers_in(next.output());
  std::set<std::int64_t> all(before.begin(), before.end());
  all.insert(after.begin(), after.end());
  EXPECT_THAT(all, SizeIs(kEvents));
}

TEST_F(EventsTest, SC07_AConsumerThatComesBackGoesOnWithItsOwn) {
  make_events(150);
  relay().relay();
  {
    EventReader one = reader("one");
    EXPECT_THAT(one.read(1ms), SizeIs(100));
  }
  EventReader two = reader("two");
  EXPECT_THAT(read_all(two), SizeIs(50));
  EventReader again = reader("one");
  EXPECT_THAT(read_all(again), SizeIs(100));
}

// The stack's Redis keeps nothing on disk: it comes back empty, without the group.
TEST_F(EventsTest, SC07_ARedisThatIsKilledLosesNothing) {
  EventRelay carrier = relay();
  EventReader one = reader();
  make_events(10);
  carrier.relay();
  EXPECT_THAT(read_all(one), SizeIs(10));
  make_events(10);
  carrier.relay();
  stack_.kill_part("redis");
  make_events(10);
  EXPECT_THROW(carrier.relay(), work::EventStreamUnavailable);
  EXPECT_THROW(one.read(1ms), work::EventStreamUnavailable);
  EXPECT_NO_THROW(submit(1));
  stack_.start_part("redis");
  EXPECT_EQ(carrier.relay(), 31U);
  EXPECT_EQ(numbers(read_all(one)), all_numbers(31));
}

// What happens, a relay and a consumer go on all the while. Redis comes back empty, so that what
// was carried before is carried, and read, again: nothing is lost, and the stream holds nothing
// twice.
TEST_F(EventsTest, SC07_ARedisThatIsKilledAtAnyMomentLosesNothing) {
  constexpr int kKills = 5;
  constexpr int kChanges = 400;
  const std::uint64_t seed = seed_of_moments();
  SCOPED_TRACE("ORBBENCH_TEST_SEED=" + std::to_string(seed));
  metrics::SeededRandom random(seed);
  std::atomic<int> failures_of_relay = 0;
  std::set<std::int64_t> read_meanwhile;
  {
    const std::jthread relaying([&](const std::stop_token& stop) {
      EventRelay mine = relay();
      while (!stop.stop_requested()) {
        failures_of_relay += survive([&] { mine.relay(); });
      }
    });
    const std::jthread reading([&](const std::stop_token& stop) {
      EventReader mine = reader();
      while (!stop.stop_requested()) {
        survive([&] {
          const auto some = mine.read(1ms);
          mine.acknowledge(some);
          read_meanwhile.merge(as_set(numbers(some)));
        });
      }
    });
    const std::jthread changing([&] {
      for (int i = 0; i < kChanges; ++i) {
        make_events(5);
      }
    });
    for (int kill = 0; kill < kKills; ++kill) {
      // A moment is what is tried here, not a state that could be waited for.
      std::this_thread::sleep_for(std::chrono::microseconds(random.below(200'000)));
      stack_.kill_part("redis");
      stack_.start_part("redis");
    }
  }
  EXPECT_GE(failures_of_relay, 1);
  EXPECT_THAT(read_meanwhile, testing::Not(IsEmpty()));
  EventRelay last = relay();
  while (survive([&] { last.relay(); }) || last.relay() > 0) {
  }
  EventReader fresh({redis(), "another", "one"});
  EXPECT_EQ(numbers(read_all(fresh)), all_numbers(5 * kChanges));
  EventReader same = reader();
  read_meanwhile.merge(as_set(numbers(read_all(same))));
  EXPECT_THAT(read_meanwhile, SizeIs(5 * kChanges));
}

TEST_F(EventsTest, SC07_ADatabaseThatIsKilledLosesNothing) {
  EventRelay carrier = relay();
  EventReader one = reader();
  make_events(10);
  carrier.relay();
  make_events(10);
  stack_.kill_part("postgres");
  EXPECT_THROW(carrier.relay(), store::StoreUnavailable);
  stack_.start_part("postgres");
  make_events(1);
  EXPECT_EQ(carrier.relay(), 11U);
  // A server that died leaves out some numbers that it had reserved.
  const auto told = numbers(read_all(one));
  EXPECT_THAT(told, SizeIs(21));
  EXPECT_TRUE(std::ranges::is_sorted(told));
}

TEST_F(EventsTest, SC07_ARelayNoticesALostRedisAlsoWhereNothingIsNew) {
  EventRelay carrier = relay();
  make_events(5);
  carrier.relay();
  stack_.kill_part("redis");
  stack_.start_part("redis");
  EXPECT_THROW(carrier.relay(), work::EventStreamUnavailable);
  EXPECT_EQ(carrier.relay(), 5U);
}

TEST_F(EventsTest, SC07_ACommandThatFollowsOutlivesALostRedis) {
  EventRelay carrier = relay();
  CommandRun follower({"events", "--group", "group", "--redis", redis_text()}, {});
  make_events(1);
  carrier.relay();
  ASSERT_TRUE(follower.await_output("\"event_id\":1,"));
  stack_.kill_part("redis");
  ASSERT_TRUE(follower.await_error("waiting for it"));
  stack_.start_part("redis");
  make_events(1);
  EXPECT_THROW(carrier.relay(), work::EventStreamUnavailable);
  carrier.relay();
  ASSERT_TRUE(follower.await_output("\"event_id\":2,"));
  follower.send(SIGTERM);
  EXPECT_EQ(follower.exit_status(), 0);
}

TEST_F(EventsTest, SC07_TheStreamIsTrimmedAndTheOutboxKeepsNoMore) {
  constexpr std::size_t kKept = 200;
  EventRelay carrier = relay(kKept);
  for (int i = 0; i < 4; ++i) {
    make_events(500);
    carrier.relay();
  }
  EventReader one = reader();
  const auto told = numbers(read_all(one));
  EXPECT_EQ(told.back(), 2000);
  // Redis drops whole nodes, of 100 entries.
  EXPECT_GE(told.size(), kKept);
  EXPECT_LE(told.size(), kKept + 100);
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_outbox"), std::to_string(kKept));
}

TEST_F(EventsTest, SC07_WhatWasTrimmedUnreadHoldsNobodyUp) {
  EventRelay carrier = relay(100);
  make_events(100);
  carrier.relay();
  {
    EventReader one = reader("one");
    EXPECT_THAT(one.read(1ms), SizeIs(100));
  }
  make_events(500);
  carrier.relay();
  EventReader again = reader("one");
  const auto told = numbers(read_all(again));
  EXPECT_EQ(told.back(), 600);
  EXPECT_GE(told.front(), 401);
}

TEST(EventsCommandTest, WhatCannotBeIsRefusedInOneLine) {
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {"events"},
           {"events", "--group", "g"},
           {"events", "--group", "", "--redis", "127.0.0.1:1"},
           {"events", "--group", "g", "--redis", "nowhere"},
           {"events", "--group", "g", "--redis", "127.0.0.1:port"},
           {"events", "--group", "g", "--redis", "127.0.0.1:0"},
           {"events", "--group", "g", "--redis", "127.0.0.1:70000"},
           {"events", "--group", "g", "--redis", "127.0.0.1:1", "--reclaim-after", "0"}}) {
    CommandRun refused(arguments, {"REDIS_HOST=", "REDIS_PORT="});
    EXPECT_EQ(refused.exit_status(), 64) << testing::PrintToString(arguments);
    EXPECT_EQ(std::ranges::count(refused.errors(), '\n'), 1) << refused.errors();
  }
  CommandRun away({"events", "--group", "g", "--drain"}, {"REDIS_HOST=127.0.0.1", "REDIS_PORT=1"});
  EXPECT_EQ(away.exit_status(), 3);
  EXPECT_THAT(away.errors(), testing::HasSubstr("Redis at 127.0.0.1:1"));
}

}  // namespace
}  // namespace orbbench::tests
