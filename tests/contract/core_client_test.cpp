#include "orbbench/orb_client/core_client.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core_fixture.hpp"
#include "orbbench/metrics/scraper.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

class RecordingObserver : public CallObserver {
 public:
  void on_call(const CallRecord& record) override { calls.push_back(record); }
  std::vector<CallRecord> calls;
};

class CoreClientTest : public CoreFixture {
 protected:
  std::unique_ptr<CoreClient> make_client(CallObserver* observer = nullptr) {
    return std::make_unique<CoreClient>(
        runtime_, CoreClientOptions{.endpoints = {Endpoint::parse(core_.address())}}, observer);
  }

  double requests(const std::string& operation) const {
    const metrics::Scraper scraper("http://127.0.0.1:" + std::to_string(core_.ports().metrics));
    return scraper.scrape()
        .value("polyorb_orb_requests_total", {{"service", "orb-core"}, {"operation", operation}})
        .value_or(-1);
  }
};

TEST_F(CoreClientTest, ReturnsWhatTheCallReturns) {
  const auto client = make_client();
  EXPECT_EQ(client->call({.name = "echo_string"}, soon(),
                         [](CoreLane& lane, Deadline by) { return lane.echo_string("text", by); }),
            "text");
  client->call({.name = "ping"}, soon(), [](CoreLane& lane, Deadline by) { lane.ping(by); });
}

TEST_F(CoreClientTest, TellsTheObserverOfEachCallOnce) {
  RecordingObserver observer;
  const auto client = make_client(&observer);
  client->call({.name = "greet"}, soon(),
               [](CoreLane& lane, Deadline by) { return lane.echo_string("hello", by); });
  ASSERT_EQ(observer.calls.size(), 1U);
  EXPECT_EQ(observer.calls[0].operation, "greet");
  EXPECT_EQ(observer.calls[0].endpoint, core_.address());
  EXPECT_EQ(observer.calls[0].lane, 0U);
  EXPECT_EQ(observer.calls[0].attempt, 1U);
  EXPECT_EQ(observer.calls[0].outcome, Outcome::Success);
  EXPECT_EQ(observer.calls[0].completion, Completion::Yes);
  EXPECT_GT(observer.calls[0].elapsed, 0s);
}

TEST_F(CoreClientTest, RE06_SendsACallThatRaisesAUserExceptionOnce) {
  const auto client = make_client();
  const OperationPolicy find{.name = "find", .repeatability = Repeatability::Repeatable};
  const double before = requests("find");
  const auto error = error_of<RemoteError>([&] {
    client->call(find, soon(), [](CoreLane& lane, Deadline by) { lane.find_widget(404, by); });
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "OrbCore::WidgetNotFound");
  EXPECT_EQ(requests("find") - before, 1);
}

TEST_F(CoreClientTest, ListsItsMistakesOneALine) {
  const Endpoint endpoint = Endpoint::parse("localhost:1");
  const CoreClientOptions wrong{.endpoints = {endpoint, endpoint},
                                .pool = {.lanes = 0},
                                .retry = {.attempts = 0},
                                .breaker = {.window = 3, .window_failures = 4}};
  const auto error = error_of<ConfigError>([&] { CoreClient(runtime_, wrong); });
  ASSERT_TRUE(error);
  const std::string lines = error->what();
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 3) << lines;
  EXPECT_NE(lines.find("0 lanes"), std::string::npos);
  EXPECT_NE(lines.find("given twice"), std::string::npos);
  EXPECT_NE(lines.find("0 attempts"), std::string::npos);
  EXPECT_NE(lines.find("4 failures"), std::string::npos);
}

TEST_F(CoreClientTest, RefusesToHaveNoEndpoint) {
  EXPECT_THROW(CoreClient(runtime_, {}), ConfigError);
}

TEST_F(CoreClientTest, RefusesAnOperationWithoutAName) {
  const auto client = make_client();
  EXPECT_THROW(client->call({}, soon(), [](CoreLane&, Deadline) {}), ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
