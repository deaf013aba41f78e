// Each metric and label that a rule or a panel names is there in a real stack, as a real Prometheus
// scrapes it.

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>
#include <sstream>

#include "dashboard_files.hpp"
#include "expression_names.hpp"
#include "rule_files.hpp"
#include "watched_stack_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class ExpositionTest : public WatchedStackTest {
 protected:
  void SetUp() override {
    WatchedStackTest::SetUp();
    if (IsSkipped()) {
      return;
    }
    std::vector<std::string> rules;
    for (const auto& file : rule_files()) {
      rules.push_back(text_of(file));
    }
    watch(options(), rules, 500ms);
    make_widget();
    begin_traffic();
    EXPECT_EQ(invoke("timeout_operation").status, 504);  // so that there is a 5xx
    ASSERT_TRUE(eventually([&] { return rounds() >= 2; }, 30s));
  }

  /// Whether a series has it; asks again for a while, since a scrape may be yet to come.
  bool is_exposed(const std::string& selector) {
    return eventually([&] { return !prometheus().series(selector).empty(); }, patience_);
  }

  /// What is wrong with the names of an expression; empty when nothing is.
  std::string missing_names(const ExpressionNames& names) {
    std::set<std::string> labels;
    for (const Selector& selector : names.selectors) {
      // Prometheus makes it itself, and only of alerts that are under way.
      if (selector.metric == "ALERTS") {
        continue;
      }
      if (!is_exposed(selector.text)) {
        return "nobody exposes " + selector.text;
      }
      std::set<std::string> own;
      for (const auto& series : prometheus().series(selector.metric)) {
        std::ranges::transform(series, std::inserter(own, own.end()),
                               [](const auto& label) { return label.first; });
      }
      if (!std::ranges::includes(own, selector.labels)) {
        return "not every label of " + selector.text + " is exposed";
      }
      labels.merge(own);
    }
    for (const std::string& label : names.grouping) {
      if (!names.selectors.empty() && !labels.contains(label)) {
        return "no series has the label " + label;
      }
    }
    return "";
  }

  std::chrono::seconds patience_ = 20s;

  bool shows_a_number(const PanelQuery& query) {
    return std::ranges::any_of(prometheus().query(query.expression), [](const json& sample) {
      return !std::isnan(std::stod(sample.at("value").at(1).get<std::string>()));
    });
  }
};

TEST_F(ExpositionTest, EachNameInARuleIsExposed) {
  for (const Rule& rule : all_rules()) {
    EXPECT_EQ(missing_names(read_names(rule.expression)), "")
        << rule.file << ": " << rule.alert << rule.record;
  }
  EXPECT_THAT(prometheus().rule_errors(), testing::IsEmpty());
}

TEST_F(ExpositionTest, EachNameInADashboardIsExposed) {
  for (const PanelQuery& query : all_panel_queries()) {
    EXPECT_EQ(missing_names(read_names(query.expression)), "")
        << query.dashboard << ": " << query.panel;
  }
  for (const VariableQuery& variable : all_variable_queries()) {
    EXPECT_EQ(missing_names(read_variable_names(variable.query)), "") << variable.dashboard;
  }
}

TEST_F(ExpositionTest, NoQueryOfAPanelIsEmpty) {
  for (const PanelQuery& query : all_panel_queries()) {
    EXPECT_TRUE(eventually([&] { return shows_a_number(query); }, 20s))
        << query.dashboard << ": " << query.panel << "\n"
        << query.expression;
  }
}

TEST_F(ExpositionTest, NoAlertIsMeantForASoundSoak) {
  ASSERT_TRUE(eventually(
      [&] { return !prometheus().query("rate(orbbench_soak_calls_total[5m]) > 0").empty(); }, 20s));
  int looked_at = 0;
  for (const Rule& rule : all_rules()) {
    if (rule.file.find("soak.rules.yml") != std::string::npos && !rule.alert.empty()) {
      EXPECT_THAT(prometheus().query(rule.expression), testing::IsEmpty()) << rule.alert;
      ++looked_at;
    }
  }
  EXPECT_GE(looked_at, 7);
}

TEST_F(ExpositionTest, WhatNobodyExposesIsFound) {
  patience_ = 1s;
  EXPECT_NE(missing_names(read_names("rate(http_request_total[5m])")), "");
  EXPECT_NE(missing_names(read_names("http_requests_total{service=\"widgetcore\"}")), "");
  EXPECT_NE(missing_names(read_names("http_requests_total{path=~\".*\"}")), "");
  EXPECT_NE(missing_names(read_names("sum by (endpoint) (http_requests_total)")), "");
}

}  // namespace
}  // namespace orbbench::tests
