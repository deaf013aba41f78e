#include "report/environment.hpp"

#include <algorithm>
#include <set>

#include "report/shown_text.hpp"

namespace orbbench::bench {
namespace {

std::string value_of(const store::StoredRun& run, const std::string& key) {
  const auto found = run.fingerprint.find(key);
  return found == run.fingerprint.end() ? "" : shortened(found->second);
}

void add_row(std::vector<std::string> row, store::StoredTable& table) {
  if (row.size() > 2) {
    const bool same = std::ranges::adjacent_find(row.begin() + 1, row.end(),
                                                 std::ranges::not_equal_to()) == row.end();
    row.emplace_back(same ? "" : "differs");
  }
  table.rows.push_back(std::move(row));
}

}  // namespace

store::StoredTable environment_table(const std::vector<store::StoredRun>& runs) {
  store::StoredTable table{{}, "environment", {"what"}, {}};
  std::set<std::string> keys;
  std::vector<std::string> commits{"commit"};
  for (const store::StoredRun& run : runs) {
    table.columns.push_back(run.kind + " " + run.uuid.substr(0, 8));
    commits.push_back(run.commit);
    for (const auto& [key, value] : run.fingerprint) {
      keys.insert(key);
    }
  }
  if (runs.size() > 1) {
    table.columns.emplace_back("same?");
  }
  add_row(commits, table);
  for (const std::string& key : keys) {
    std::vector<std::string> row{key};
    for (const store::StoredRun& run : runs) {
      row.push_back(value_of(run, key));
    }
    add_row(std::move(row), table);
  }
  return table;
}

}  // namespace orbbench::bench
