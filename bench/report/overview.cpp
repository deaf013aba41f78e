#include "report/overview.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "report/run_contents.hpp"

namespace orbbench::bench {

std::string overview_line(const std::vector<store::StoredRun>& runs) {
  std::map<std::string, std::size_t> counts;
  std::size_t all = 0;
  std::size_t not_run = 0;
  for (const store::StoredRun& run : runs) {
    for (const store::StoredCheck& check : run.checks) {
      ++counts[check.verdict];
      ++all;
    }
    for (const store::StoredTable& table : tables_named(run, "not_run")) {
      not_run += table.rows.size();
    }
  }
  constexpr std::array<std::pair<const char*, const char*>, 4> kWords{
      {{"fail", "failed"},
       {"invalid", "invalid"},
       {"inconclusive", "inconclusive"},
       {"pass", "passed"}}};
  std::string line = std::to_string(all) + (all == 1 ? " check" : " checks");
  const char* before = ": ";
  for (const auto& [verdict, word] : kWords) {
    if (counts[verdict] > 0) {
      line += before + std::to_string(counts[verdict]) + " " + word;
      before = ", ";
    }
  }
  line += not_run == 0 ? "" : "; " + std::to_string(not_run) + " not run";
  return line + (runs.size() == 1 ? "" : "; " + std::to_string(runs.size()) + " runs");
}

std::vector<store::StoredCheck> checks_not_passed(const std::vector<store::StoredRun>& runs) {
  std::vector<store::StoredCheck> found;
  for (const store::StoredRun& run : runs) {
    for (const store::StoredCheck& check : run.checks) {
      if (check.verdict != "pass") {
        found.push_back(
            {check.name, check.verdict, check.summary + " (" + title_of(run) + ")", {}});
      }
    }
  }
  return found;
}

std::string title_of(const store::StoredRun& run) {
  std::string started = store::to_text(run.started).substr(0, 19);
  std::ranges::replace(started, 'T', ' ');
  return run.kind + " of " + started + " UTC";
}

}  // namespace orbbench::bench
