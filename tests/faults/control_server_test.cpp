#include "faults/control_server.hpp"

#include <gmock/gmock.h>
#include <httplib.h>

#include <nlohmann/json.hpp>

#include "orbbench/metrics/exposition.hpp"
#include "tcp_peers.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ControlServerTest : public testing::Test {
 protected:
  httplib::Result arm(const std::string& body) {
    return client_.Post("/faults", body, "application/json");
  }

  static json body_of(const httplib::Result& result) {
    return result ? json::parse(result->body) : json();
  }

  void expect_error(const httplib::Result& result, int status, const std::string& code,
                    const std::string& message) {
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, status);
    const json body = json::parse(result->body);
    EXPECT_EQ(body["code"], code);
    EXPECT_THAT(body["message"].get<std::string>(), HasSubstr(message));
    EXPECT_EQ(body["correlation_id"], result->get_header_value("X-Correlation-ID"));
    EXPECT_TRUE(body["error"].is_string());
  }

  void pass_octets() {
    TcpClient client(proxy_.port());
    client.send("0123456789");
    EXPECT_EQ(client.receive(10).size(), 10U);
  }

  EchoServer server_;
  faults::FaultProxy proxy_{{.upstream = server_.address(), .protocol = faults::Protocol::Bytes}};
  faults::ControlServer control_{proxy_, {}};
  httplib::Client client_{"127.0.0.1", control_.port()};
};

TEST_F(ControlServerTest, ArmsListsAndDisarms) {
  const auto armed =
      arm(R"({"fault": "flip", "name": "f", "offset": 3, "match": {"direction": "to_client"}})");
  ASSERT_TRUE(armed);
  EXPECT_EQ(armed->status, 201);
  EXPECT_EQ(body_of(armed)["faults"][0]["id"], 1);
  pass_octets();
  const json listed = body_of(client_.Get("/faults"))["faults"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["name"], "f");
  EXPECT_EQ(listed[0]["offset"], 3);
  EXPECT_EQ(listed[0]["effects"], 1);
  EXPECT_EQ(listed[0]["no_effect"], false);
  const json disarmed = body_of(client_.Delete("/faults/1"));
  EXPECT_EQ(disarmed["armed"], false);
  pass_octets();
  EXPECT_EQ(body_of(client_.Get("/faults/1"))["effects"], 1);
}

TEST_F(ControlServerTest, ArmsAPlanAndClearsIt) {
  EXPECT_EQ(
      arm(R"({"faults": [{"fault": "slice", "piece_octets": 1}, {"fault": "withhold"}]})")->status,
      201);
  EXPECT_EQ(body_of(client_.Delete("/faults"))["disarmed"], 2);
  pass_octets();
  EXPECT_EQ(body_of(client_.Delete("/faults"))["disarmed"], 0);
}

TEST_F(ControlServerTest, ArmsNothingOfAPlanWithAMistake) {
  expect_error(arm(R"({"faults": [{"fault": "withhold"}, {"fault": "burn"}]})"), 400,
               "INVALID_FAULT", "fault 2 \"burn\" is none of");
  EXPECT_EQ(body_of(client_.Get("/faults"))["faults"].size(), 0U);
}

TEST_F(ControlServerTest, ShowsStatisticsAndMetrics) {
  pass_octets();
  const json statistics = body_of(client_.Get("/statistics"));
  EXPECT_EQ(statistics["connections_taken"], 1);
  EXPECT_EQ(statistics["octets_to_client"], 10);
  const auto page = client_.Get("/metrics");
  ASSERT_TRUE(page);
  EXPECT_EQ(metrics::parse_exposition(page->body)
                .value("orbbench_proxy_octets_total", {{"direction", "to_client"}}),
            10);
  EXPECT_EQ(client_.Get("/health")->status, 200);
}

TEST_F(ControlServerTest, RefusesInTheContractsShape) {
  expect_error(arm("{"), 400, "INVALID_FAULT", "the body: [json.exception.parse_error");
  expect_error(arm("1"), 400, "INVALID_FAULT", "must be an object");
  expect_error(arm(R"({"fault": "drop"})"), 400, "INVALID_FAULT", "needs GIOP");
  expect_error(client_.Post("/faults", R"({"fault": "cut"})", "text/plain"), 415, "NOT_JSON",
               "application/json");
  expect_error(client_.Get("/nowhere"), 404, "NOT_FOUND", "GET /nowhere");
  expect_error(client_.Delete("/faults/7"), 404, "NO_SUCH_FAULT", "7");
  expect_error(client_.Get("/faults/99999999999999999999999"), 404, "NO_SUCH_FAULT", "no fault");
  expect_error(arm(std::string((1U << 20) + 1, ' ')), 413, "TOO_LARGE", "1 MiB");
}

TEST_F(ControlServerTest, EchoesACorrelationId) {
  const auto result = client_.Get("/faults/7", {{"X-Correlation-ID", "abc"}});
  expect_error(result, 404, "NO_SUCH_FAULT", "7");
  EXPECT_EQ(json::parse(result->body)["correlation_id"], "abc");
}

TEST_F(ControlServerTest, TellsOfAPortThatIsTaken) {
  EXPECT_THROW(faults::ControlServer(proxy_, {.port = control_.port()}), std::runtime_error);
}

}  // namespace
}  // namespace orbbench::tests
