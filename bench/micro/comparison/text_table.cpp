#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>

#include "micro/comparison/comparison.hpp"
#include "report/reports.hpp"

namespace orbbench::micro {
namespace {

using bench::CheckResult;

constexpr std::size_t kStateWidth = 14;
constexpr std::size_t kHeadWidth = 66;

std::optional<double> figure(const CheckResult& check, const std::string& name) {
  const auto found = std::find_if(check.figures.begin(), check.figures.end(),
                                  [&](const auto& entry) { return entry.name == name; });
  return found == check.figures.end() ? std::nullopt : std::optional(found->value);
}

std::string duration_text(double nanoseconds) {
  struct Unit {
    const char* name;
    double size;
  };
  static constexpr Unit kUnits[] = {{"s", 1e9}, {"ms", 1e6}, {"us", 1e3}, {"ns", 1}};
  const auto* unit = std::find_if(std::begin(kUnits), std::end(kUnits) - 1,
                                  [&](const Unit& each) { return nanoseconds >= each.size; });
  char text[32];
  std::snprintf(text, sizeof text, "%.4g %s", nanoseconds / unit->size, unit->name);
  return text;
}

std::string head_of(const char* state, const std::string& name) {
  std::string head = std::string(state) + std::string(kStateWidth - std::strlen(state), ' ') + name;
  head.resize(std::max<std::size_t>(head.size(), kHeadWidth), ' ');
  return head;
}

std::string compared_line(const CheckResult& check, double baseline) {
  const double candidate = figure(check, "candidate_time_ns").value_or(0);
  const auto over_floor = figure(check, "candidate_over_floor");
  char ratio[16] = "";
  if (over_floor) {
    std::snprintf(ratio, sizeof ratio, "%.4g", *over_floor);
  }
  char times[64];
  std::snprintf(times, sizeof times, " %10s %10s  %8s   ", duration_text(baseline).c_str(),
                duration_text(candidate).c_str(), ratio);
  return head_of(to_string(check.verdict), check.name) + times + check.summary + "\n";
}

std::string line_of(const CheckResult& check) {
  const auto baseline = figure(check, "baseline_time_ns");
  return baseline ? compared_line(check, *baseline) : text_line(check);
}

std::string table_head() {
  char text[64];
  std::snprintf(text, sizeof text, " %10s %10s  %8s\n", "baseline", "candidate", "/ floor");
  return "\n" + head_of("", "") + text;
}

}  // namespace

std::string text_table(const bench::RunResult& run) {
  if (run.checks.empty()) {
    return {};
  }
  std::vector<const CheckResult*> checks;
  for (auto check = run.checks.begin() + 1; check != run.checks.end(); ++check) {
    checks.push_back(&*check);
  }
  std::stable_sort(checks.begin(), checks.end(), [](const auto* left, const auto* right) {
    return left->verdict < right->verdict;
  });
  std::string text = text_line(run.checks.front()) + table_head();
  for (const CheckResult* check : checks) {
    text += line_of(*check);
  }
  for (const bench::NotRun& check : run.not_run) {
    text += text_line(check);
  }
  return text + "\nverdict: " + to_string(run.verdict()) + " (" +
         std::to_string(run.checks.size()) + " checks)\n";
}

}  // namespace orbbench::micro
