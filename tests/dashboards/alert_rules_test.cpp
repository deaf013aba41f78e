// The rules of metrics/alerts: what promtool says of them, and whether each alert is proved and
// explained.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>

#include "prometheus_server.hpp"
#include "rule_files.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

class AlertRulesTest : public testing::Test {
 protected:
  static std::vector<Rule> alerts() {
    std::vector<Rule> rules = all_rules();
    std::erase_if(rules, [](const Rule& rule) { return rule.alert.empty(); });
    return rules;
  }

  /// Headings of the third level in docs/runbook.md: one for each alert.
  static std::set<std::string> runbook_entries() {
    std::ifstream file(ORBBENCH_RUNBOOK);
    std::set<std::string> entries;
    bool in_alerts = false;
    for (std::string line; std::getline(file, line);) {
      if (line.starts_with("## ")) {
        in_alerts = line == "## Alerts";
      } else if (in_alerts && line.starts_with("### ")) {
        entries.insert(line.substr(4));
      }
    }
    return entries;
  }
};

std::string anchor_of(std::string heading) {
  std::ranges::transform(heading, heading.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return heading;
}

TEST_F(AlertRulesTest, PromtoolFindsNoFaultInTheRules) {
  if (!why_no_prometheus().empty()) {
    GTEST_SKIP() << why_no_prometheus();
  }
  for (const fs::path& file : rule_files()) {
    EXPECT_EQ(promtool_complaints({"check", "rules", file}), "");
  }
  EXPECT_EQ(promtool_complaints(
                {"check", "config", fs::path(ORBBENCH_METRICS_FOLDER) / "prometheus.yml"}),
            "");
}

/// One file of rules: "core".
class RuleFileTest : public testing::TestWithParam<std::string> {};

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const fs::path& file : rule_files()) {
    names.push_back(file.stem().stem());
  }
  return names;
}

TEST_P(RuleFileTest, PromtoolsTestsPass) {
  if (!why_no_prometheus().empty()) {
    GTEST_SKIP() << why_no_prometheus();
  }
  EXPECT_EQ(promtool_complaints({"test", "rules", alerts_folder() / (GetParam() + ".test.yml")}),
            "");
}

INSTANTIATE_TEST_SUITE_P(All, RuleFileTest, testing::ValuesIn(rule_names()),
                         [](const auto& test) { return test.param; });

TEST_F(AlertRulesTest, EachAlertIsProvedToFireAndToBeSilent) {
  const auto proofs = alert_proofs();
  for (const Rule& rule : alerts()) {
    const auto proof = proofs.find(rule.alert);
    ASSERT_NE(proof, proofs.end()) << rule.alert << " has no test";
    EXPECT_GE(proof->second.fires, 1) << rule.alert;
    EXPECT_GE(proof->second.silent, 1) << rule.alert;
  }
}

TEST_F(AlertRulesTest, EachAlertSaysWhatItIsAndWhatToRead) {
  for (const Rule& rule : alerts()) {
    EXPECT_THAT(rule.labels, testing::Contains(testing::Key("severity"))) << rule.alert;
    EXPECT_THAT(rule.labels.at("severity"), testing::AnyOf("page", "ticket")) << rule.alert;
    EXPECT_NE(rule.annotations.at("summary"), "") << rule.alert;
    EXPECT_EQ(rule.annotations.at("runbook"), "docs/runbook.md#" + anchor_of(rule.alert));
  }
}

TEST_F(AlertRulesTest, TheRunbookHasExactlyTheAlerts) {
  std::set<std::string> names;
  for (const Rule& rule : alerts()) {
    names.insert(rule.alert);
  }
  EXPECT_EQ(runbook_entries(), names);
}

}  // namespace
}  // namespace orbbench::tests
