#include "orbbench/service/service_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using metrics::Labels;

class ServiceMetricsTest : public testing::Test {
 protected:
  std::optional<double> value(const std::string& name, const Labels& labels) const {
    for (const auto& family : metrics_.collect()) {
      for (const auto& sample : family.samples) {
        if (sample.name == name && sample.labels == labels) {
          return sample.value;
        }
      }
    }
    return std::nullopt;
  }

  service::ServiceMetrics metrics_{"tested"};
};

TEST_F(ServiceMetricsTest, RequestsAreCountedByMethodAndStatus) {
  metrics_.count_request("GET", 200, 3ms);
  metrics_.count_request("GET", 200, 30ms);
  metrics_.count_request("BREW", 405, 1ms);
  const auto labels = [](const char* method, const char* status) {
    return Labels{{"service", "tested"}, {"method", method}, {"status", status}};
  };
  EXPECT_EQ(value("http_requests_total", labels("GET", "200")), 2);
  EXPECT_EQ(value("http_requests_total", labels("OTHER", "405")), 1);
  EXPECT_EQ(value("http_request_duration_seconds_count", {{"service", "tested"}}), 3);
  EXPECT_EQ(value("http_request_duration_seconds_bucket", {{"service", "tested"}, {"le", "0.005"}}),
            2);
  EXPECT_EQ(value("http_request_duration_seconds_bucket", {{"service", "tested"}, {"le", "+Inf"}}),
            3);
  EXPECT_TRUE(value("process_start_time_seconds", {}).has_value());
}

TEST_F(ServiceMetricsTest, ADeclaredCounterIsServedAtZero) {
  metrics_.declare_counter("failures_total", "failures");
  EXPECT_EQ(value("failures_total", {{"service", "tested"}}), 0);
  metrics_.count("failures_total", {{"kind", "a"}}, 2);
  EXPECT_EQ(value("failures_total", {{"service", "tested"}, {"kind", "a"}}), 2);
  EXPECT_EQ(value("failures_total", {{"service", "tested"}}), std::nullopt);
}

TEST_F(ServiceMetricsTest, LabelSetsAreBounded) {
  for (int i = 0; i < 1000; ++i) {
    metrics_.count("seen_total", {{"who", std::to_string(i)}});
  }
  std::size_t series = 0;
  for (const auto& family : metrics_.collect()) {
    series += family.family.name == "seen_total" ? family.samples.size() : 0;
  }
  EXPECT_EQ(series, 256U);
}

TEST_F(ServiceMetricsTest, ThePageIsServed) {
  metrics_.declare_gauge("lanes", "lanes", [] {
    return std::vector<std::pair<service::ServiceMetrics::Labels, double>>{
        {{{"state", "idle"}}, 3}};
  });
  const metrics::MetricsEndpoint endpoint("127.0.0.1", 0, [this] { return metrics_.collect(); });
  EXPECT_EQ(value("lanes", {{"service", "tested"}, {"state", "idle"}}), 3);
  EXPECT_GT(endpoint.port(), 0);
}

}  // namespace
}  // namespace orbbench::tests
