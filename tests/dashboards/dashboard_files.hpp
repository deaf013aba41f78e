#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::tests {

/// One expression of a panel in metrics/dashboards.
struct PanelQuery {
  std::string dashboard;   ///< "overview.json"
  std::string panel;       ///< its title
  std::string expression;  ///< as Grafana sends it, with every value of each variable chosen
};

/// The query of a variable: label_values(selector, label).
struct VariableQuery {
  std::string dashboard;
  std::string query;
};

/// Files of metrics/dashboards, by name.
std::vector<std::filesystem::path> dashboard_files();
nlohmann::json read_dashboard(const std::filesystem::path& file);
/// Its panels but for the headings of rows.
std::vector<nlohmann::json> panels_of(const nlohmann::json& dashboard);

std::vector<PanelQuery> all_panel_queries();
std::vector<VariableQuery> all_variable_queries();

}  // namespace orbbench::tests
