#include "report/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

namespace orbbench::bench {
namespace {

using testing::HasSubstr;

RunResult sample_run() {
  RunResult run;
  run.core = "corbaloc:iiop:1.2@localhost:12000/OrbCore";
  run.started_at = "2026-03-01T12:00:00Z";
  run.duration_seconds = 12.5;
  run.checks = {
      {"core.reachable", Verdict::Pass, "a core", {{"connect_and_ping_ms", 1.25}}, {}},
      {"latency.slo", Verdict::Invalid, "the generator was late", {{"latency_us_p99", 101.1}}, {}},
      {"latency.ratio", Verdict::Inconclusive, "the interval straddles the margin", {}, {}},
      {"ledger.coverage",
       Verdict::Fail,
       "not as <expected>",
       {{"sites", 73}},
       {"encryption_key: deallocations moved by 2, expected 3", "a \"quoted\" & odd\x01 line"}}};
  run.not_run = {{"calls.restart", "no core to end"}};
  return run;
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(GOLDEN_FOLDER) + "/" + name;
  if (std::getenv("ORBBENCH_RENEW_GOLDEN") != nullptr) {
    std::ofstream(path) << text;
  }
  std::ifstream file(path);
  EXPECT_EQ(text, std::string(std::istreambuf_iterator<char>(file), {})) << "see `make golden`";
}

TEST(ReportGoldenTest, TextIsAsKept) {
  expect_golden("validate.txt", text_report(sample_run()));
}
TEST(ReportGoldenTest, JsonIsAsKept) {
  expect_golden("validate.json", json_report(sample_run()));
}
TEST(ReportGoldenTest, JunitIsAsKept) {
  expect_golden("validate.xml", junit_report(sample_run()));
}

TEST(ReportTest, AFigureReadsTheSameInEveryForm) {
  RunResult run = sample_run();
  const double p99 = 1234.5678901234567;
  run.checks[0].figures = {{"latency_us_p99", p99}};
  const std::string digits = number_text(p99);
  EXPECT_THAT(text_report(run), HasSubstr("latency_us_p99=" + digits));
  EXPECT_THAT(junit_report(run), HasSubstr("value=\"" + digits + "\""));
  const auto json = nlohmann::json::parse(json_report(run));
  EXPECT_EQ(json["checks"][0]["figures"]["latency_us_p99"].get<double>(), p99);
}

TEST(VerdictTest, ARunTakesTheWorstOfItsChecks) {
  RunResult run;
  EXPECT_EQ(run.verdict(), Verdict::Invalid) << "a run without checks shows nothing";
  const auto verdict_with = [&run](Verdict added) {
    run.checks.push_back({"check", added, "", {}, {}});
    return run.verdict();
  };
  EXPECT_EQ(verdict_with(Verdict::Pass), Verdict::Pass);
  EXPECT_EQ(verdict_with(Verdict::Inconclusive), Verdict::Inconclusive);
  EXPECT_EQ(verdict_with(Verdict::Invalid), Verdict::Invalid);
  EXPECT_EQ(verdict_with(Verdict::Fail), Verdict::Fail);
}

TEST(VerdictTest, ExitCodesAreAsPromised) {
  EXPECT_EQ(exit_code(Verdict::Pass), 0);
  EXPECT_EQ(exit_code(Verdict::Fail), 1);
  EXPECT_EQ(exit_code(Verdict::Inconclusive), 2);
  EXPECT_EQ(exit_code(Verdict::Invalid), 3);
}

}  // namespace
}  // namespace orbbench::bench
