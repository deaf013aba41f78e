#include "usage/usage_report.hpp"

#include <gtest/gtest.h>

#include "usage/operation_class.hpp"

namespace orbbench::widget_core {
namespace {

using namespace std::chrono_literals;
using service::Method;

constexpr UsageRange kRange{std::chrono::sys_days(2026y / 11 / 20),
                            std::chrono::sys_days(2026y / 11 / 21)};

UsageSums calls(std::uint64_t count, std::chrono::nanoseconds each) {
  UsageSums sums;
  sums.calls = count;
  for (std::uint64_t i = 0; i < count; ++i) {
    sums.response_times.record(each);
  }
  return sums;
}

TEST(UsageReportTest, ATotalsTimesComeOfAllTheTimesOfItsDays) {
  UsageReport report(kRange);
  report.add("2026-11-20", "widget.read", calls(990, 1ms));
  report.add("2026-11-21", "widget.read", calls(10, 100ms));
  const auto total = report.to_json().at("totals").at(0);
  EXPECT_EQ(total.at("calls"), 1000);
  EXPECT_NEAR(total.at("response_ms_p99").get<double>(), 1, 0.01) << "99 % took 1 ms";
  EXPECT_NEAR(total.at("response_ms_max").get<double>(), 100, 0.1);
  EXPECT_NEAR(total.at("response_ms_mean").get<double>(), 1.99, 0.01);
}

TEST(UsageReportTest, CsvHasALineADayUnderOneOfNames) {
  UsageReport report(kRange);
  EXPECT_EQ(report.to_csv(),
            "day,operation,calls,errors,octets_in,octets_out,response_ms_mean,response_ms_p50,"
            "response_ms_p95,response_ms_p99,response_ms_max\r\n");
  report.add("2026-11-20", "widget.read", calls(0, 0ns));
  EXPECT_TRUE(
      report.to_csv().ends_with("\r\n2026-11-20,widget.read,0,0,0,0,0.0,0.0,0.0,0.0,0.0\r\n"))
      << report.to_csv();
}

TEST(OperationClassTest, EachPathIsOneOfAFew) {
  EXPECT_STREQ(operation_class(Method::Post, "/widgets"), "widget.create");
  EXPECT_STREQ(operation_class(Method::Get, "/v2/widgets/7"), "widget.read");
  EXPECT_STREQ(operation_class(Method::Patch, "/widgets/7"), "widget.update");
  EXPECT_STREQ(operation_class(Method::Delete, "/widgets/7"), "widget.delete");
  EXPECT_STREQ(operation_class(Method::Post, "/widgets/7/render"), "widget.render");
  EXPECT_STREQ(operation_class(Method::Get, "/widgets/7/events"), "widget.events");
  EXPECT_STREQ(operation_class(Method::Post, "/widgets/7/orb/invoke"), "orb.invoke");
  EXPECT_STREQ(operation_class(Method::Get, "/snapshot"), "owner.export");
  EXPECT_STREQ(operation_class(Method::Get, "/made/up"), "other");
  EXPECT_EQ(operation_class(Method::Get, "/health"), nullptr);
  EXPECT_EQ(operation_class(Method::Get, "/usage"), nullptr);
}

}  // namespace
}  // namespace orbbench::widget_core
