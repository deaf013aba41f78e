// RE: limits and routing of the gateway, with two widget cores behind it.

#include <atomic>
#include <map>

#include "chaos_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

using GatewayLimitsTest = ChaosTest;

constexpr int kAllowed = 5;
constexpr auto kWindow = 3s;

class RateLimitTest : public ChaosTest {
 protected:
  void SetUp() override {
    ChaosTest::SetUp();
    auto limited = options();
    limited.gateway_limits = {.requests = kAllowed, .window = kWindow};
    start(limited);
    user_ = new_user();
    client_.emplace(gateway(user_));
  }

  Answer list(const std::string& client) {
    return client_->get("/api/v1/widgets", {{"X-Client-ID", client}});
  }
};

TEST_F(RateLimitTest, RE07_TheCallAfterTheLastIs429AndAWaitHelps) {
  const std::string client = unique("client");
  for (int i = 0; i < kAllowed; ++i) {
    ASSERT_EQ(list(client).status, 200) << i;
  }
  const Answer refused = list(client);
  EXPECT_EQ(refused.status, 429) << refused;
  EXPECT_EQ(refused.header("x-ratelimit-limit"), std::to_string(kAllowed));
  EXPECT_EQ(refused.header("x-ratelimit-remaining"), "0");
  EXPECT_NE(refused.header("x-ratelimit-reset"), "");
  ASSERT_NE(refused.header("retry-after"), "");
  EXPECT_EQ(list(unique("another")).status, 200) << "another client";
  // The time that the header asks for is what is under test.
  std::this_thread::sleep_for(std::chrono::seconds(std::stoi(refused.header("retry-after"))));
  EXPECT_EQ(list(client).status, 200) << "after Retry-After";
}

// However the calls lie, no stretch of one window's length may hold more than are allowed.
TEST_F(RateLimitTest, RE07_NoStretchOfAWindowsLengthHoldsMoreThanAreAllowed) {
  const std::string client = unique("client");
  std::vector<std::chrono::steady_clock::time_point> served;
  const auto end = std::chrono::steady_clock::now() + 3 * kWindow;
  while (std::chrono::steady_clock::now() < end) {
    if (list(client).status == 200) {
      served.push_back(std::chrono::steady_clock::now());
    }
  }
  EXPECT_GE(served.size(), 2U * kAllowed) << "the limit starves its client";
  for (std::size_t i = 0; i + kAllowed < served.size(); ++i) {
    EXPECT_GE(served[i + kAllowed] - served[i], kWindow - 100ms) << i;
  }
}

TEST_F(GatewayLimitsTest, RE08_BeyondTheLimitSomeAreServedAndTheRestRefusedAtOnce) {
  auto tight = options();
  tight.widget_core_arguments = {"--orb-lanes", "2", "--orb-waiters", "4"};
  start(tight);
  make_widget();
  constexpr std::size_t kCalls = 26;  // 20 over what two lanes and four waiters take
  std::vector<Answer> answers(kCalls);
  at_once(kCalls, [&](std::size_t number) {
    answers[number] =
        gateway(user_).post(path_of(widget_, "/orb/invoke"),
                            {{"operation", "slow_operation"}, {"params", json::array()}},
                            {{"X-Request-Timeout-Ms", "10000"}});
  });
  std::map<int, int> counts;
  for (const Answer& answer : answers) {
    ++counts[answer.status];
    EXPECT_THAT(answer.status, testing::AnyOf(200, 429, 503)) << answer;
    if (answer.status != 200) {
      EXPECT_LT(answer.elapsed, 1s) << "refused, but not at once";
      EXPECT_NE(answer.header("retry-after"), "");
    }
  }
  EXPECT_GE(counts[200], 6);
  EXPECT_GE(counts[429] + counts[503], 10);
}

class TwoWidgetCoresTest : public ChaosTest {
 protected:
  void SetUp() override {
    ChaosTest::SetUp();
    auto two = options();
    two.widget_cores = 2;
    start(two);
    make_widget();
  }

  /// As the gateway's health says it.
  std::string state_of(const std::string& instance) const {
    const json health = gateway().get("/health").json();
    for (const json& known : health.at("upstreams").at("widget_core")) {
      if (known.at("name") == instance) {
        return known.at("state");
      }
    }
    return "unknown";
  }

  double requests_of(std::size_t instance) const {
    return counter(stack().endpoints().widget_cores.at(instance).metrics_url, "http_requests_total",
                   {{"method", "GET"}, {"status", "200"}});
  }
};

TEST_F(TwoWidgetCoresTest, RE09_TheOneThatIsDownIsAvoidedAndUsedAgain) {
  kill_part("widget-core-2");
  // Two checks half a second apart, and the time that a check may take.
  ASSERT_TRUE(eventually([&] { return state_of("widget-core-2") == "down"; }, 2s));
  for (int i = 0; i < 100; ++i) {
    const Answer answer = read();
    ASSERT_EQ(answer.status, 200) << answer;
  }
  EXPECT_EQ(state_of("widget-core-1"), "up");
  start_part("widget-core-2");
  EXPECT_TRUE(eventually([&] {
    read();
    return requests_of(1) > 50;
  })) << "never used again";
}

TEST_F(TwoWidgetCoresTest, RE10_EachOfTwoServesFourToSixOfTen) {
  const double first = requests_of(0);
  const double second = requests_of(1);
  at_once(4, [&](std::size_t) {
    HttpClient client = gateway(user_);
    for (int i = 0; i < 250; ++i) {
      ASSERT_EQ(client.get(path_of(widget_)).status, 200);
    }
  });
  // The gateway's health checks are GETs as well, some four a second to each.
  EXPECT_GE(requests_of(0) - first, 400);
  EXPECT_GE(requests_of(1) - second, 400);
}

// What one instance has written, the other one reads.
TEST_F(TwoWidgetCoresTest, CO06_WritesAreReadThroughEitherInstance) {
  for (int i = 0; i < 50; ++i) {
    const std::string label = "label " + std::to_string(i);
    ASSERT_EQ(rename(label).status, 200);
    EXPECT_EQ(read().json().at("label"), label);
    EXPECT_EQ(read().json().at("label"), label);
  }
}

}  // namespace
}  // namespace orbbench::tests
