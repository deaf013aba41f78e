// What is brought to a Pushgateway: a real one, and one that is not well.

#include "soak/metrics_pusher.hpp"

#include <gmock/gmock.h>
#include <httplib.h>

#include <mutex>
#include <vector>

#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "push_gateway.hpp"

namespace orbbench::tests {
namespace {

using bench::MetricsPusher;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// Of the metric `depth`.
std::string page_of(double value) {
  return metrics::page_text({{{"depth", metrics::FamilyType::Gauge, "Of something"},
                              {{"depth", {{"side", "left"}}, value, std::nullopt}}}});
}

class MetricsPusherTest : public testing::Test {
 protected:
  MetricsPusher::Tell tell() {
    return [this](const std::string& text) {
      const std::lock_guard lock(mutex_);
      told_.push_back(text);
    };
  }

  std::mutex mutex_;
  std::vector<std::string> told_;
};

TEST_F(MetricsPusherTest, TheLastPageIsThereOnceItIsGone) {
  if (!why_no_push_gateway().empty()) {
    GTEST_SKIP() << why_no_push_gateway();
  }
  const PushGateway gateway;
  {
    MetricsPusher pusher(gateway.url() + "/metrics/job/soak/instance/here", tell());
    pusher.push("other 1\n");
    pusher.push(page_of(1));
    pusher.push(page_of(2));
  }
  const auto page = gateway.page();
  EXPECT_EQ(page.value("depth", {{"instance", "here"}, {"job", "soak"}, {"side", "left"}}), 2);
  EXPECT_THAT(page.named("other"), IsEmpty());
  EXPECT_THAT(told_, IsEmpty());
}

TEST_F(MetricsPusherTest, WithoutAGroupItIsThisMachinesSoak) {
  if (!why_no_push_gateway().empty()) {
    GTEST_SKIP() << why_no_push_gateway();
  }
  const PushGateway gateway;
  MetricsPusher(gateway.url() + "/", tell()).push(page_of(3));
  const auto page = gateway.page();
  ASSERT_THAT(page.named("depth"), SizeIs(1));
  EXPECT_EQ(page.named("depth")[0]->labels.at("job"), "soak");
  EXPECT_FALSE(page.named("depth")[0]->labels.at("instance").empty());
}

TEST_F(MetricsPusherTest, ARealGatewaysRefusalIsTold) {
  if (!why_no_push_gateway().empty()) {
    GTEST_SKIP() << why_no_push_gateway();
  }
  const PushGateway gateway;
  MetricsPusher(gateway.url(), tell()).push("no metrics {\n");
  EXPECT_THAT(told_, ElementsAre(HasSubstr("does not take the metrics: status 400")));
}

TEST_F(MetricsPusherTest, AGatewayThatIsAwayIsToldOfOnce) {
  // Nobody listens at port 1 of this machine.
  {
    MetricsPusher pusher("http://127.0.0.1:1", tell());
    for (int i = 0; i < 5; ++i) {
      pusher.push(page_of(i));
    }
  }
  EXPECT_THAT(told_, ElementsAre(HasSubstr("http://127.0.0.1:1 does not take the metrics")));
}

TEST_F(MetricsPusherTest, OnlyAPlainUrlIsTaken) {
  for (const char* url : {"gateway:9091", "https://gateway", "http://ada:hunter2@gateway",
                          "http://", "http://gateway/?a=b", ""}) {
    EXPECT_THROW(MetricsPusher(url, tell()), orb_client::ConfigError) << url;
  }
}

}  // namespace
}  // namespace orbbench::tests
