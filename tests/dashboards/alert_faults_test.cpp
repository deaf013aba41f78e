// A real fault on a real stack ends in the alert that is meant for it, and in no other critical
// one. The rules are the project's own with shorter times: an hour is 24 s.

#include <algorithm>
#include <set>

#include "orbbench/orb_client/core_lane.hpp"
#include "rule_files.hpp"
#include "watched_stack_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using orb_client::FaultKind;
using testing::UnorderedElementsAre;

constexpr int kDivisor = 150;
constexpr auto kInterval = 1s;
constexpr auto kPatience = 60s;

using Labels = std::map<std::string, std::string>;

class AlertFaultsTest : public WatchedStackTest {
 protected:
  void SetUp() override {
    WatchedStackTest::SetUp();
    if (!IsSkipped()) {
      watch(settings(), shortened_rules(), kInterval);
    }
  }

  virtual launcher::StackOptions settings() const { return options(); }

  static std::vector<std::string> shortened_rules() {
    std::vector<std::string> rules;
    for (const auto& file : rule_files()) {
      rules.push_back(shortened(file, kDivisor));
    }
    return rules;
  }

  bool fires(const Labels& labels) {
    return std::ranges::any_of(prometheus().firing(), [&](const Labels& alert) {
      return std::ranges::includes(alert, labels);
    });
  }
  bool comes(const Labels& labels) {
    return eventually([&] { return fires(labels); }, kPatience);
  }
  bool goes(const Labels& labels) {
    return eventually([&] { return !fires(labels); }, kPatience);
  }

  std::set<std::string> firing_names() {
    std::set<std::string> names;
    for (const Labels& alert : prometheus().firing()) {
      names.insert(alert.at("alertname"));
    }
    return names;
  }

  /// Waits until so many more rounds of the traffic are over.
  void let_pass(int rounds) {
    const int goal = this->rounds() + rounds;
    ASSERT_TRUE(eventually([&] { return this->rounds() >= goal; }, kPatience));
  }
};

TEST_F(AlertFaultsTest, ASoundStackUnderLoadIsSilent) {
  begin_traffic();
  // An object more or less is a growth where an hour's calls are made in 24 s.
  const auto others = [&] {
    std::set<std::string> names = firing_names();
    names.erase("LiveObjectsGrow");
    return names;
  };
  // As long as the longest look back of the rules on the ledger, and some more.
  EXPECT_FALSE(eventually([&] { return !others().empty(); }, 40s))
      << testing::PrintToString(prometheus().firing());
  EXPECT_THAT(prometheus().rule_errors(), testing::IsEmpty());
  EXPECT_FALSE(prometheus().query("slo:requests:rate1h{slo=\"orb_calls\"} > 0").empty());
}

TEST_F(AlertFaultsTest, ACoreThatIsKilledIsMissedAndItsBreakerOpens) {
  make_widget();
  begin_traffic();
  kill_part("core");
  EXPECT_TRUE(comes({{"alertname", "ServiceDown"}, {"job", "orb-core"}}));
  EXPECT_TRUE(comes({{"alertname", "CoreUnreached"}}));
  for (int i = 0; i < 10; ++i) {
    invoke("test_operation");
  }
  EXPECT_TRUE(comes({{"alertname", "BreakerOpen"}}));
  EXPECT_TRUE(comes({{"alertname", "ErrorBudgetBurnsFast"}, {"slo", "orb_calls"}}));
  EXPECT_TRUE(comes({{"alertname", "ErrorBudgetBurnsFast"}, {"slo", "gateway_availability"}}));
  EXPECT_FALSE(fires({{"alertname", "DatabaseDown"}}));
  start_part("core");
  EXPECT_TRUE(goes({{"alertname", "ServiceDown"}}));
  EXPECT_TRUE(eventually([&] { return invoke("test_operation").status == 200; }, 15s));
  EXPECT_TRUE(goes({{"alertname", "CoreUnreached"}}));
}

TEST_F(AlertFaultsTest, RedisThatIsKilledIsATicket) {
  kill_part("redis");
  EXPECT_TRUE(comes({{"alertname", "CacheDown"}, {"severity", "ticket"}}));
  EXPECT_THAT(firing_names(), UnorderedElementsAre("CacheDown"));
  start_part("redis");
  EXPECT_TRUE(goes({{"alertname", "CacheDown"}}));
}

TEST_F(AlertFaultsTest, TheLastWorkerThatEndsIsMissed) {
  end_worker();
  EXPECT_TRUE(comes({{"alertname", "WorkersMissing"}, {"severity", "ticket"}}));
  EXPECT_THAT(firing_names(), UnorderedElementsAre("WorkersMissing"));
}

TEST_F(AlertFaultsTest, ADatabaseThatIsKilledIsMissedByBothServices) {
  kill_part("postgres");
  EXPECT_TRUE(comes({{"alertname", "DatabaseDown"}, {"service", "widget-core"}}));
  EXPECT_TRUE(comes({{"alertname", "DatabaseDown"}, {"service", "security"}}));
  EXPECT_FALSE(fires({{"alertname", "CacheDown"}}));
  EXPECT_FALSE(fires({{"alertname", "ServiceDown"}})) << "the services are still there";
  start_part("postgres");
  EXPECT_TRUE(goes({{"alertname", "DatabaseDown"}}));
}

TEST_F(AlertFaultsTest, AWidgetCoreThatIsKilledLeavesTheGatewayWithoutAServer) {
  kill_part(kWidgetCore);
  EXPECT_TRUE(comes({{"alertname", "GatewayLostService"}, {"proxy", "widget_core"}}));
  EXPECT_TRUE(comes({{"alertname", "GatewayLostServer"}, {"server", kWidgetCore}}));
  EXPECT_TRUE(comes({{"alertname", "ServiceDown"}, {"job", "widget-core"}}));
  start_part(kWidgetCore);
  EXPECT_TRUE(goes({{"alertname", "GatewayLostService"}}));
}

TEST_F(AlertFaultsTest, ASiteThatDoesNotWipeIsAPage) {
  inject(FaultKind::SkipZeroization, "session_token");
  begin_traffic();
  EXPECT_TRUE(comes({{"alertname", "ZeroisationShortfall"},
                     {"site", "session_token"},
                     {"priority", "critical"},
                     {"severity", "page"}}));
  EXPECT_THAT(firing_names(), UnorderedElementsAre("ZeroisationShortfall"));
}

TEST_F(AlertFaultsTest, ASiteThatCountsTwiceIsAPage) {
  inject(FaultKind::CountTwice, "object_key");
  begin_traffic();
  EXPECT_TRUE(comes({{"alertname", "DeallocationImbalance"}, {"site", "object_key"}}));
  EXPECT_THAT(firing_names(), UnorderedElementsAre("DeallocationImbalance"));
}

TEST_F(AlertFaultsTest, ASiteThatFreesWithoutCountingIsAPage) {
  inject(FaultKind::FreeWithoutCounting, "request_header");
  begin_traffic();
  EXPECT_TRUE(comes({{"alertname", "DeallocationImbalance"}, {"site", "request_header"}}));
}

TEST_F(AlertFaultsTest, ASiteThatLeaksMakesTheLiveObjectsGrow) {
  begin_traffic();
  let_pass(2);
  inject(FaultKind::Leak, "request_header");
  EXPECT_TRUE(comes({{"alertname", "LiveObjectsGrow"}}));
  EXPECT_FALSE(fires({{"alertname", "DeallocationImbalance"}})) << "its books balance";
}

TEST_F(AlertFaultsTest, PasswordsThatAreGuessedAreATicket) {
  HttpClient guesser = gateway();
  EXPECT_TRUE(eventually(
      [&] {
        guesser.post("/api/v1/auth/login",
                     {{"username", user_.username}, {"password", unique("guess")}});
        return fires({{"alertname", "AuthenticationFailures"}});
      },
      kPatience));
}

class NarrowPoolTest : public AlertFaultsTest {
 protected:
  launcher::StackOptions settings() const override {
    auto narrow = options();
    narrow.widget_core_arguments = {"--orb-lanes", "1", "--orb-waiters", "1"};
    return narrow;
  }
};

TEST_F(NarrowPoolTest, CallsThatFindNoLaneAreAPage) {
  make_widget();
  EXPECT_TRUE(eventually(
      [&] {
        at_once(4, [&](std::size_t) {
          HttpClient client = gateway(user_);
          client.post(path_of(widget_, "/orb/invoke"),
                      {{"operation", "slow_operation"}, {"params", json::array()}});
        });
        return fires({{"alertname", "OrbPoolExhausted"}, {"severity", "page"}});
      },
      kPatience));
}

}  // namespace
}  // namespace orbbench::tests
