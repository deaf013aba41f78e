#include <gtest/gtest.h>

#include "core_fixture.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

class ClientLastGoodTest : public CoreFixture {
 protected:
  void SetUp() override {
    client_ = std::make_unique<CoreClient>(
        runtime_, CoreClientOptions{.endpoints = {Endpoint::parse(core_.reference())},
                                    .retry = {.attempts = 1}});
  }
  void TearDown() override {
    client_.reset();
    CoreFixture::TearDown();
  }

  Answer<std::string> echo(const std::string& key, const std::string& text) {
    return client_->call_or_last_good(
        operation_, soon(), store_, key,
        [&](CoreLane& lane, Deadline by) { return lane.echo_string(text, by); });
  }

  OperationPolicy operation_{.name = "echo", .repeatability = Repeatability::Repeatable};
  LastGood<std::string, std::string> store_{2, 1h};
  std::unique_ptr<CoreClient> client_;
};

TEST_F(ClientLastGoodTest, OR12_AnswersFromTheCoreWhileItIsThere) {
  echo("key", "old");
  const auto answer = echo("key", "new");
  EXPECT_EQ(answer.value, "new");
  EXPECT_EQ(answer.freshness, Freshness::Fresh);
  EXPECT_EQ(answer.age, 0s);
}

TEST_F(ClientLastGoodTest, OR12_AnswersFromThePastMarkedStaleWhileTheCoreIsGone) {
  echo("key", "value");
  core_.kill();
  for (int i = 0; i < 8; ++i) {  // unreachable at first, then behind an open breaker
    const auto answer = echo("key", "never sent");
    EXPECT_EQ(answer.value, "value");
    EXPECT_EQ(answer.freshness, Freshness::Stale);
    EXPECT_GT(answer.age, 0s);
  }
  EXPECT_EQ(client_->breakers().at(0).state, BreakerState::Open);
}

TEST_F(ClientLastGoodTest, OR12_HasNoAnswerForAKeyNeverAsked) {
  echo("key", "value");
  core_.kill();
  EXPECT_TRUE(error_of<UnreachableError>([&] { echo("other", "text"); }));
}

TEST_F(ClientLastGoodTest, OR12_NeverHidesAnErrorThatTheCoreAnsweredWith) {
  LastGood<int, int> store(1, 1h);
  store.keep(1, 1);
  EXPECT_TRUE(error_of<RemoteError>([&] {
    client_->call_or_last_good(operation_, soon(), store, 1, [](CoreLane& lane, Deadline by) {
      lane.find_widget(404, by);
      return 0;
    });
  }));
}

TEST_F(ClientLastGoodTest, RefusesAnOperationThatIsNotRepeatable) {
  operation_.repeatability = Repeatability::NotRepeatable;
  EXPECT_THROW(echo("key", "text"), ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
