// What Grafana needs of a dashboard, and what its readers do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <tuple>

#include "dashboard_files.hpp"
#include "expression_names.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int kColumns = 24;

/// One file: "overview".
class DashboardTest : public testing::TestWithParam<std::string> {
 protected:
  json dashboard_ =
      read_dashboard(fs::path(ORBBENCH_METRICS_FOLDER) / "dashboards" / (GetParam() + ".json"));
};

std::vector<std::string> dashboard_names() {
  std::vector<std::string> names;
  for (const fs::path& file : dashboard_files()) {
    names.push_back(file.stem());
  }
  return names;
}

TEST_P(DashboardTest, CanBeImportedAnywhere) {
  EXPECT_FALSE(dashboard_.contains("id")) << "of another Grafana's database";
  EXPECT_TRUE(dashboard_.at("uid").get<std::string>().starts_with("orbbench-"));
  EXPECT_GE(dashboard_.at("schemaVersion"), 36);
  EXPECT_THAT(dashboard_.at("tags"), testing::Contains("orbbench"));
  const json source = {{"type", "prometheus"}, {"uid", "${datasource}"}};
  for (const json& panel : panels_of(dashboard_)) {
    EXPECT_EQ(panel.at("datasource"), source) << panel.at("title");
    for (const json& target : panel.at("targets")) {
      EXPECT_EQ(target.at("datasource"), source) << panel.at("title");
    }
  }
}

TEST_P(DashboardTest, EachPanelSaysWhatItShows) {
  std::set<int> ids;
  std::set<std::string> titles;
  for (const json& panel : panels_of(dashboard_)) {
    EXPECT_NE(panel.at("title"), "");
    EXPECT_TRUE(titles.insert(panel.at("title").get<std::string>()).second) << panel.at("title");
    EXPECT_NE(panel.value("description", ""), "") << panel.at("title");
    EXPECT_NE(panel.at("fieldConfig").at("defaults").value("unit", ""), "") << panel.at("title");
    EXPECT_FALSE(panel.at("targets").empty()) << panel.at("title");
  }
  for (const json& panel : dashboard_.at("panels")) {
    EXPECT_TRUE(ids.insert(panel.at("id").get<int>()).second) << panel.at("title");
  }
}

TEST_P(DashboardTest, NoPanelLiesOnAnother) {
  std::set<std::tuple<int, int>> taken;
  for (const json& panel : dashboard_.at("panels")) {
    const json& place = panel.at("gridPos");
    const int left = place.at("x");
    const int top = place.at("y");
    const int width = place.at("w");
    const int height = place.at("h");
    EXPECT_LE(left + width, kColumns) << panel.at("title");
    for (int x = left; x < left + width; ++x) {
      for (int y = top; y < top + height; ++y) {
        EXPECT_TRUE(taken.emplace(x, y).second) << panel.at("title") << " at " << x << ", " << y;
      }
    }
  }
}

TEST_P(DashboardTest, EachVariableIsUsed) {
  const std::string panels = dashboard_.at("panels").dump();
  for (const json& variable : dashboard_.at("templating").at("list")) {
    const std::string name = variable.at("name");
    EXPECT_TRUE(panels.find("$" + name) != std::string::npos ||
                panels.find("${" + name + "}") != std::string::npos)
        << name;
  }
}

INSTANTIATE_TEST_SUITE_P(All, DashboardTest, testing::ValuesIn(dashboard_names()),
                         [](const auto& test) { return test.param; });

TEST(DashboardsTest, EachHasANameOfItsOwn) {
  std::set<std::string> uids;
  std::set<std::string> titles;
  for (const fs::path& file : dashboard_files()) {
    const json dashboard = read_dashboard(file);
    EXPECT_TRUE(uids.insert(dashboard.at("uid").get<std::string>()).second) << file;
    EXPECT_TRUE(titles.insert(dashboard.at("title").get<std::string>()).second) << file;
  }
  EXPECT_THAT(dashboard_names(),
              testing::IsSupersetOf({"overview", "orb_core", "widget_services", "slo", "soak"}));
}

// Ids and error texts are no labels: a panel that groups by one shows a line a widget.
TEST(DashboardsTest, NothingIsGroupedByAnId) {
  for (const PanelQuery& query : all_panel_queries()) {
    EXPECT_THAT(read_names(query.expression).grouping,
                testing::Not(testing::Contains(testing::EndsWith("_id"))))
        << query.dashboard << ": " << query.panel;
  }
}

}  // namespace
}  // namespace orbbench::tests
