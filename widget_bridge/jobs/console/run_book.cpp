#include "console/run_book.hpp"

#include <utility>

namespace orbbench::console {

void RunBook::record(CheckResult result) {
  const auto known = latest_.find(result.check);
  if (known != latest_.end() && result.time < known->second.time) {
    return;
  }
  ++revision_;
  std::string check = result.check;
  latest_.insert_or_assign(std::move(check), std::move(result));
}

std::optional<CheckResult> RunBook::latest(std::string_view check) const {
  const auto known = latest_.find(check);
  return known == latest_.end() ? std::nullopt : std::optional(known->second);
}

std::vector<CheckResult> RunBook::all() const {
  std::vector<CheckResult> results;
  results.reserve(latest_.size());
  for (const auto& [check, result] : latest_) {
    results.push_back(result);
  }
  return results;
}

}  // namespace orbbench::console
