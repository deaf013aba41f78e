#include "expression_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace orbbench::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> selectors_of(const std::string& expression) {
  std::vector<std::string> texts;
  for (const Selector& selector : read_names(expression).selectors) {
    texts.push_back(selector.text);
  }
  return texts;
}

TEST(ExpressionNamesTest, SelectorsAreFoundAmongFunctionsAndOperators) {
  EXPECT_THAT(selectors_of("1e3 * sum by (le, instance) (rate(a_bucket{x=\"}[\", y=~\"b|c\"}[5m])) "
                           "/ on (instance) group_left b offset 1h > 0.5 and absent(up) or inf"),
              ElementsAre("a_bucket{x=\"}[\", y=~\"b|c\"}", "b", "up"));
}

TEST(ExpressionNamesTest, RecordedMetricsHaveColons) {
  EXPECT_THAT(selectors_of("slo:ratio_rate5m{slo=\"a\"} > on (slo) 14.4 * slo:budget"),
              ElementsAre("slo:ratio_rate5m{slo=\"a\"}", "slo:budget"));
}

TEST(ExpressionNamesTest, LabelsAreThoseOfMatchersAndGroupings) {
  const auto names = read_names("sum without (a, b) (m{c=\"1\", d!~\"e=\\\"f\\\"\"}) * on () n");
  EXPECT_THAT(names.selectors.at(0).labels, ElementsAre("c", "d"));
  EXPECT_THAT(names.selectors.at(1).labels, IsEmpty());
  EXPECT_THAT(names.grouping, ElementsAre("a", "b"));
}

TEST(ExpressionNamesTest, AVariableNamesItsMetricAndItsLabel) {
  const auto names = read_variable_names("label_values(up{job=\"a\"}, instance)");
  EXPECT_EQ(names.selectors.at(0).text, "up{job=\"a\"}");
  EXPECT_THAT(names.grouping, ElementsAre("instance"));
  EXPECT_THROW(read_variable_names("query_result(up)"), std::runtime_error);
}

TEST(ExpressionNamesTest, WhatCannotBeReadIsRefused) {
  EXPECT_THROW(read_names("{job=\"a\"}"), std::runtime_error);
  EXPECT_THROW(read_names("rate(a[5m"), std::runtime_error);
  EXPECT_THROW(read_names("sum by (a"), std::runtime_error);
}

}  // namespace
}  // namespace orbbench::tests
