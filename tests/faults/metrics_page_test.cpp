#include "faults/metrics_page.hpp"

#include <gtest/gtest.h>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::tests {
namespace {

using namespace faults;

TEST(MetricsPageTest, IsReadByTheParserOfMetrics) {
  ProxyStatistics statistics;
  statistics.messages_to_server = 3;
  statistics.connections_open = 2;
  const Fault fault{.name = "a \"b\\", .kind = FaultKind::Drop};
  statistics.faults = {
      {.id = 1, .fault = fault, .armed = true, .matched = 5, .hits = 4, .effects = 3},
      {.id = 2, .fault = fault, .armed = false, .matched = 50, .hits = 40, .effects = 30}};
  const auto page = metrics::parse_exposition(metrics_page(statistics));
  const metrics::Labels labels{{"fault", "a \"b\\"}, {"kind", "drop"}};
  EXPECT_EQ(page.value("orbbench_proxy_messages_total", {{"direction", "to_server"}}), 3);
  EXPECT_EQ(page.value("orbbench_proxy_connections_open", {}), 2);
  EXPECT_EQ(page.value("orbbench_proxy_faults_armed", labels), 1);
  EXPECT_EQ(page.value("orbbench_proxy_fault_matches_total", labels), 55);
  EXPECT_EQ(page.value("orbbench_proxy_fault_hits_total", labels), 44);
  EXPECT_EQ(page.value("orbbench_proxy_fault_effects_total", labels), 33);
}

}  // namespace
}  // namespace orbbench::tests
