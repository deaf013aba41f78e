// What goes where, what is added on the way, and what the gateway answers itself.
#include <gmock/gmock.h>

#include "gateway_fixture.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class RoutesTest : public GatewayFixture {
 protected:
  void SetUp() override {
    GatewayFixture::SetUp();
    start();
  }

  json seen_for(const std::string& path) const {
    const auto answer = client().Get(path, bearer());
    EXPECT_EQ(answer->status, 200) << path << ": " << answer->body;
    return json::parse(answer->body, nullptr, false);
  }
};

TEST_F(RoutesTest, VersionsLeadToTheirServices) {
  for (const auto& [path, upstream_path] :
       std::map<std::string, std::string>{{"/api/v1/widgets", "/widgets"},
                                          {"/api/v1/widgets/7/orb/invoke", "/widgets/7/orb/invoke"},
                                          {"/api/v1/operations/echo", "/operations/echo"},
                                          {"/api/v1/orb/operations", "/orb/operations"},
                                          {"/api/v1/export", "/export"},
                                          {"/api/v1/snapshot", "/snapshot"},
                                          {"/api/v1/usage", "/usage"},
                                          {"/api/v2/widgets", "/v2/widgets"},
                                          {"/api/v2/widgets/7", "/v2/widgets/7"}}) {
    const json seen = seen_for(path);
    EXPECT_EQ(seen["service"], "widget-core-1") << path;
    EXPECT_EQ(seen["path"], upstream_path);
  }
  EXPECT_EQ(seen_for("/api/v1/api-keys/5")["path"], "/api/v1/api-keys/5");
}

TEST_F(RoutesTest, UnknownPathsAre404) {
  for (const char* path :
       {"/", "/api", "/api/v1", "/api/v99/widgets", "/api/v2/export", "/api/v1/users",
        "/api/v1/verify", "/api/v1/admin", "/widgets", "/metrics", "/api/v1/widgets/../admin/users",
        "/api/v1//widgets", "/api/v1/auth/login/x", "/api/v1/widgets/%2e%2e/x",
        "/api/v1/widgetsx"}) {
    expect_error(client().Get(path, bearer()), 404, "NOT_FOUND");
  }
  EXPECT_EQ(widget_core.calls() + security.calls(), 0);
}

TEST_F(RoutesTest, CorrelationIdIsKeptWhenItIsWellFormedAndMadeOtherwise) {
  const auto kept = client().Get("/api/v1/widgets", with({{"X-Correlation-ID", "a.B-9_"}}));
  EXPECT_EQ(kept->get_header_value("X-Correlation-ID"), "a.B-9_");
  EXPECT_EQ(json::parse(kept->body)["headers"]["x-correlation-id"], "a.B-9_");
  for (const std::string& odd :
       {std::string(), std::string("a b"), std::string("a\"b"), std::string(129, 'a')}) {
    const auto made = client().Get("/api/v1/widgets", with({{"X-Correlation-ID", odd}}));
    const std::string id = made->get_header_value("X-Correlation-ID");
    EXPECT_THAT(id, MatchesRegex("[0-9a-f-]{36}")) << odd;
    EXPECT_EQ(json::parse(made->body)["headers"]["x-correlation-id"], id);
  }
  EXPECT_EQ(client()
                .Get("/api/v1/widgets", with({{"X-Correlation-ID", std::string(128, 'a')}}))
                ->get_header_value("X-Correlation-ID"),
            std::string(128, 'a'));
}

TEST_F(RoutesTest, LogLineOfARequestHasItsCorrelationId) {
  client().Get("/api/v1/widgets/4?label=secret", with({{"X-Correlation-ID", "find-me"}}));
  ASSERT_TRUE(eventually([this] {
    return gateway->log().find("\"correlation_id\":\"find-me\"") != std::string::npos;
  }));
  std::istringstream lines(gateway->log());
  for (std::string line; std::getline(lines, line);) {
    if (line.find("find-me") == std::string::npos) {
      continue;
    }
    const json entry = json::parse(line);
    EXPECT_EQ(entry["path"], "/api/v1/widgets/4");
    EXPECT_EQ(entry["status"], 200);
    EXPECT_EQ(entry["upstream"], "widget_core/widget-core-1");
  }
}

TEST_F(RoutesTest, PreflightOfAnAllowedOriginIsAnswered) {
  const auto answer = client().Options(
      "/api/v1/widgets",
      {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "POST"}});
  EXPECT_EQ(answer->status, 204);
  EXPECT_EQ(answer->get_header_value("Access-Control-Allow-Origin"), "https://example.org");
  EXPECT_THAT(answer->get_header_value("Access-Control-Allow-Methods"), HasSubstr("PATCH"));
  EXPECT_THAT(answer->get_header_value("Access-Control-Allow-Headers"), HasSubstr("Authorization"));
  const auto actual = client().Get("/api/v1/widgets", with({{"Origin", "https://example.org"}}));
  EXPECT_EQ(actual->get_header_value("Access-Control-Allow-Origin"), "https://example.org");
}

TEST_F(RoutesTest, OtherOriginsGetNoCorsHeaders) {
  for (const char* origin : {"https://evil.example", "https://example.org.evil.example", "null"}) {
    const auto preflight = client().Options(
        "/api/v1/widgets", {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
    expect_error(preflight, 403, "FORBIDDEN");
    const auto actual = client().Get("/api/v1/widgets", with({{"Origin", origin}}));
    EXPECT_EQ(actual->status, 200);
    for (const auto& answer : {&preflight, &actual}) {
      for (const auto& [name, value] : (**answer).headers) {
        EXPECT_FALSE(name.starts_with("access-control")) << name;
      }
    }
  }
}

TEST_F(RoutesTest, BudgetIsPassedOnAndCapped) {
  const auto budget = [this](const char* given) {
    const auto answer = client().Get("/api/v1/widgets", with({{"X-Request-Timeout-Ms", given}}));
    return json::parse(answer->body)["headers"]["x-request-timeout-ms"].get<std::string>();
  };
  EXPECT_EQ(budget("1500"), "1500");
  EXPECT_EQ(budget("30001"), "30000");
  EXPECT_FALSE(seen_for("/api/v1/widgets")["headers"].contains("x-request-timeout-ms"));
  for (const char* odd : {"0", "-1", "1.5", "soon", "9999999999"}) {
    expect_error(client().Get("/api/v1/widgets", with({{"X-Request-Timeout-Ms", odd}})), 400,
                 "VALIDATION_FAILED");
  }
}

TEST_F(RoutesTest, BodyOfOneMebibytePassesAndOneOctetMoreIs413) {
  std::string body(1024 * 1024, 'x');
  EXPECT_EQ(client().Post("/api/v1/widgets", bearer(), body, "application/json")->status, 200);
  body += 'x';
  expect_error(client().Post("/api/v1/widgets", bearer(), body, "application/json"), 413,
               "PAYLOAD_TOO_LARGE");
}

TEST_F(RoutesTest, BodyWithoutALengthIs411) {
  const auto answer = client().Post(
      "/api/v1/widgets", bearer(),
      [](std::size_t, httplib::DataSink& sink) {
        sink.write("{}", 2);
        sink.done();
        return true;
      },
      "application/json");
  expect_error(answer, 411, "LENGTH_REQUIRED");
}

TEST_F(RoutesTest, HealthNamesEachUpstreamAndNeedsNoToken) {
  const auto answer = client().Get("/health");
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(json::parse(answer->body),
            json::parse(R"({"status":"ok","service":"gateway","upstreams":{
              "security":{"state":"up"},"widget_core":[{"name":"widget-core-1","state":"up"}]}})"));
  const auto written = client().Post("/health");
  expect_error(written, 405, "METHOD_NOT_ALLOWED");
  EXPECT_EQ(written->get_header_value("Allow"), "GET, HEAD");
}

TEST_F(RoutesTest, MetricsAreOnAPortOfTheirOwn) {
  httplib::Client metrics("127.0.0.1", settings.metrics_port);
  EXPECT_THAT(metrics.Get("/metrics")->body, HasSubstr("haproxy_backend_http_responses_total"));
  EXPECT_EQ(metrics.Get("/api/v1/widgets")->status, 404);
}

}  // namespace
}  // namespace orbbench::tests
