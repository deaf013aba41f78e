#include <gmock/gmock.h>

#include "orbbench/gateway/configuration.hpp"

namespace orbbench::tests {
namespace {

using gateway::GatewaySettings;
using ::testing::HasSubstr;
using ::testing::Not;

GatewaySettings good() {
  GatewaySettings settings;
  settings.port = 1;
  settings.metrics_port = 2;
  settings.admin_socket = "/tmp/a";
  settings.revocations_file = "/tmp/b";
  settings.script = "/tmp/c";
  settings.widget_cores = {{"widget-core-1", "127.0.0.1", 3}, {"widget-core-2", "127.0.0.1", 4}};
  settings.security.port = 5;
  return settings;
}

std::string refusal_of(const GatewaySettings& settings) try {
  gateway::render(settings);
  return {};
} catch (const std::invalid_argument& error) {
  return error.what();
}

TEST(GatewaySettingsTest, TemplateIsFilledInCompletely) {
  const std::string text = gateway::render(good());
  EXPECT_THAT(text, Not(HasSubstr("{{")));
  EXPECT_THAT(text, HasSubstr("server widget-core-2 127.0.0.1:4 maxconn 30"));
}

TEST(GatewaySettingsTest, TextsThatWouldSmuggleInDirectivesAreRefused) {
  auto settings = good();
  settings.widget_cores[0].name = "a\nmode tcp";
  EXPECT_THAT(refusal_of(settings), HasSubstr("cannot name an upstream"));
  settings = good();
  settings.allowed_origins = {"https://a.example -f /etc/passwd"};
  EXPECT_THAT(refusal_of(settings), HasSubstr("is no origin"));
  settings = good();
  settings.revocations_file = "/tmp/with space";
  EXPECT_THAT(refusal_of(settings), HasSubstr("the revocations file"));
}

TEST(GatewaySettingsTest, EveryMistakeIsNamedAtOnce) {
  auto settings = good();
  settings.port = 0;
  settings.rate_limit.requests = 0;
  settings.widget_cores.clear();
  settings.admin_socket = "/tmp/" + std::string(97, 'a');
  const std::string refusal = refusal_of(settings);
  EXPECT_THAT(refusal, HasSubstr("a port must not be 0"));
  EXPECT_THAT(refusal, HasSubstr("the rate limit must be over 0"));
  EXPECT_THAT(refusal, HasSubstr("there is no widget core"));
  EXPECT_THAT(refusal, HasSubstr("longer than 97"));
}

}  // namespace
}  // namespace orbbench::tests
