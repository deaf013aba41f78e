#include "dashboard_files.hpp"

#include <algorithm>
#include <fstream>
#include <regex>

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// As Grafana does it for "All", and for a scrape interval of half a second.
std::string with_variables(const std::string& expression) {
  static const std::regex interval(R"(\$__rate_interval)");
  static const std::regex variable(R"(\$[a-z]+)");
  return std::regex_replace(std::regex_replace(expression, interval, "10s"), variable, ".*");
}

}  // namespace

std::vector<fs::path> dashboard_files() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(ORBBENCH_METRICS_FOLDER) / "dashboards")) {
    files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

json read_dashboard(const fs::path& file) {
  std::ifstream stream(file);
  return json::parse(stream);
}

std::vector<json> panels_of(const json& dashboard) {
  std::vector<json> panels;
  for (const json& panel : dashboard.at("panels")) {
    if (panel.at("type") != "row") {
      panels.push_back(panel);
    }
  }
  return panels;
}

std::vector<PanelQuery> all_panel_queries() {
  std::vector<PanelQuery> queries;
  for (const fs::path& file : dashboard_files()) {
    for (const json& panel : panels_of(read_dashboard(file))) {
      for (const json& target : panel.at("targets")) {
        queries.push_back({file.filename(), panel.at("title"), with_variables(target.at("expr"))});
      }
    }
  }
  return queries;
}

std::vector<VariableQuery> all_variable_queries() {
  std::vector<VariableQuery> queries;
  for (const fs::path& file : dashboard_files()) {
    const json dashboard = read_dashboard(file);
    for (const json& variable : dashboard.at("templating").at("list")) {
      if (variable.at("type") == "query") {
        queries.push_back({file.filename(), variable.at("query").at("query")});
      }
    }
  }
  return queries;
}

}  // namespace orbbench::tests
