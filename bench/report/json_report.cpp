#include <nlohmann/json.hpp>

#include "report/reports.hpp"

namespace orbbench::bench {

std::string json_report(const RunResult& run) {
  nlohmann::ordered_json checks = nlohmann::ordered_json::array();
  for (const CheckResult& check : run.checks) {
    nlohmann::ordered_json figures = nlohmann::ordered_json::object();
    for (const Figure& figure : check.figures) {
      figures[figure.name] = figure.value;
    }
    nlohmann::ordered_json tables = nlohmann::ordered_json::object();
    for (const Table& table : check.tables) {
      tables[table.name] = {{"columns", table.columns}, {"rows", table.rows}};
    }
    checks.push_back({{"name", check.name},
                      {"verdict", to_string(check.verdict)},
                      {"summary", check.summary},
                      {"figures", figures},
                      {"evidence", check.evidence},
                      {"tables", tables}});
  }
  nlohmann::ordered_json not_run = nlohmann::ordered_json::array();
  for (const NotRun& check : run.not_run) {
    not_run.push_back({{"name", check.name}, {"reason", check.reason}});
  }
  const nlohmann::ordered_json document{{"verdict", to_string(run.verdict())},
                                        {"exit_code", exit_code(run.verdict())},
                                        {"core", run.core},
                                        {"started_at", run.started_at},
                                        {"duration_seconds", run.duration_seconds},
                                        {"checks", checks},
                                        {"not_run", not_run}};
  constexpr int kIndent = 2;
  // What a core says of itself may not be UTF-8.
  return document.dump(kIndent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

}  // namespace orbbench::bench
