#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "core_fixture.hpp"
#include "orbbench/orb_client/correlation_scope.hpp"

namespace orbbench::tests {
namespace {

using namespace orb_client;

/// A core that logs its calls, and what it logged.
class CorrelationTest : public testing::Test {
 protected:
  static Deadline soon() { return Deadline::after(std::chrono::seconds(20)); }

  void TearDown() override { core_.stop(); }

  /// The calls of that operation in the order in which the core ended them.
  std::vector<nlohmann::json> logged(const std::string& operation) const {
    std::vector<nlohmann::json> calls;
    std::istringstream lines(core_.error_output());
    std::string line;
    while (std::getline(lines, line)) {
      auto record = nlohmann::json::parse(line);
      if (record.at("operation") == operation) {
        calls.push_back(std::move(record));
      }
    }
    return calls;
  }

  OrbRuntime runtime_;
  CoreProcess core_{{.further_arguments = {"--enable-faults", "--log-calls"}}};
  ConnectionPool pool_{runtime_, Endpoint::parse(core_.reference()), {.lanes = 4}};
};

TEST_F(CorrelationTest, RE12_SendsTheIdOfTheScopeWithEachOfItsCalls) {
  Lease lane = pool_.lease(soon());
  {
    const CorrelationScope scope("request-1");
    lane->echo_string("a", soon());
    lane->echo_string("b", soon());
  }
  lane->echo_string("c", soon());
  const auto calls = logged("echo_string");
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].at("correlation_id"), "request-1");
  EXPECT_EQ(calls[1].at("correlation_id"), "request-1");
  EXPECT_EQ(calls[2].at("correlation_id"), nullptr);
  EXPECT_EQ(calls[0].at("outcome"), "success");
  EXPECT_NE(calls[0].at("peer").get<std::string>().find("127.0.0.1"), std::string::npos);
}

TEST_F(CorrelationTest, SendsTheInnermostIdAndThenTheOuterOneAgain) {
  Lease lane = pool_.lease(soon());
  const CorrelationScope outer("outer");
  {
    const CorrelationScope inner("inner");
    lane->ping(soon());
  }
  lane->ping(soon());
  const auto calls = logged("ping");
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_EQ(calls[0].at("correlation_id"), "inner");
  EXPECT_EQ(calls[1].at("correlation_id"), "outer");
}

TEST_F(CorrelationTest, KeepsTheIdsOfThreadsApart) {
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        const std::string id = "thread-" + std::to_string(thread);
        const CorrelationScope scope(id);
        Lease lane = pool_.lease(soon());
        for (int turn = 0; turn < 20; ++turn) {
          lane->execute(id, soon());
        }
      });
    }
  }
  std::map<std::string, int> seen;
  for (const auto& call : logged("execute")) {
    ++seen[call.at("correlation_id")];
  }
  EXPECT_EQ(seen.size(), 4U);
  for (const auto& [id, count] : seen) {
    EXPECT_EQ(count, 20) << id;
  }
}

// The padding of the context must leave every message whole, whatever the length of the id.
TEST_F(CorrelationTest, CarriesIdsOfEveryLength) {
  Lease lane = pool_.lease(soon());
  for (std::size_t length = 1; length <= CorrelationScope::kMaxOctets; ++length) {
    const CorrelationScope scope(std::string(length, 'x'));
    ASSERT_EQ(lane->echo_string("text", soon()), "text");
    ASSERT_EQ(lane->echo_samples({{1, 2.5, "name"}}, soon()).at(0).reading, 2.5);
  }
  const auto calls = logged("echo_string");
  ASSERT_EQ(calls.size(), CorrelationScope::kMaxOctets);
  for (std::size_t i = 0; i < calls.size(); ++i) {
    EXPECT_EQ(calls[i].at("correlation_id"), std::string(i + 1, 'x'));
  }
}

TEST_F(CorrelationTest, LogsHowEachCallEnded) {
  Lease lane = pool_.lease(soon());
  const CorrelationScope scope("request-2");
  EXPECT_THROW(lane->find_widget(404, soon()), RemoteError);
  EXPECT_THROW(lane->execute("", soon()), RemoteError);
  lane->notify("channel", 1, soon());
  lane->arrivals("channel", soon());
  lane->drop_replies(1, soon());
  EXPECT_THROW(lane->hold(std::chrono::milliseconds(0), soon()), UnreachableError);
  EXPECT_EQ(logged("find").at(0).at("outcome"), "WidgetNotFound");
  EXPECT_EQ(logged("execute").at(0).at("outcome"), "BAD_PARAM");
  EXPECT_EQ(logged("notify").at(0).at("outcome"), "success");
  EXPECT_EQ(logged("notify").at(0).at("correlation_id"), "request-2");
  EXPECT_EQ(logged("hold").at(0).at("outcome"), "dropped");
}

TEST_F(CorrelationTest, RefusesIdsThatAreNone) {
  EXPECT_THROW(CorrelationScope(""), ConfigError);
  EXPECT_THROW(CorrelationScope(std::string(129, 'x')), ConfigError);
  EXPECT_THROW(CorrelationScope("two\nlines"), ConfigError);
  EXPECT_THROW(CorrelationScope("\xc3\xa4"), ConfigError);
  EXPECT_EQ(CorrelationScope::current(), nullptr);
}

using QuietCoreTest = LaneFixture;

TEST_F(QuietCoreTest, LogsNoCallUnlessAsked) {
  const CorrelationScope scope("request-3");
  lane_->ping(soon());
  EXPECT_EQ(core_.error_output(), "");
}

}  // namespace
}  // namespace orbbench::tests
