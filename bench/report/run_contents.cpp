#include "report/run_contents.hpp"

#include <algorithm>
#include <array>

#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::bench {

std::optional<double> find_figure(const store::StoredRun& run, const std::string& check,
                                  const std::string& name) {
  const auto found = std::ranges::find_if(run.figures, [&](const store::StoredFigure& figure) {
    return figure.check == check && figure.name == name;
  });
  return found == run.figures.end() ? std::nullopt : std::optional(found->value);
}

std::string verdict_of(const store::StoredRun& run, const std::string& check) {
  const auto found = std::ranges::find(run.checks, check, &store::StoredCheck::name);
  return found == run.checks.end() ? "" : found->verdict;
}

std::vector<store::StoredTable> tables_named(const store::StoredRun& run, const std::string& name) {
  std::vector<store::StoredTable> found;
  std::ranges::copy_if(run.tables, std::back_inserter(found),
                       [&](const store::StoredTable& table) { return table.name == name; });
  return found;
}

std::vector<LatencyGroup> latency_groups(const store::StoredRun& run) {
  std::vector<LatencyGroup> groups;
  for (const store::StoredCheck& check : run.checks) {
    if (!find_figure(run, check.name, "latency_us_p50")) {
      continue;
    }
    const std::string scenario = check.name.substr(0, check.name.find('@'));
    auto group = std::ranges::find(groups, scenario, &LatencyGroup::scenario);
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {scenario, {}});
    }
    group->checks.push_back(check.name);
  }
  return groups;
}

int severity_rank(const std::string& verdict) {
  constexpr std::array<const char*, 4> kOrder{"fail", "invalid", "inconclusive", "pass"};
  return static_cast<int>(std::ranges::find(kOrder, verdict) - kOrder.begin());
}

std::string worst_verdict(const std::vector<store::StoredRun>& runs) {
  const auto worst = std::ranges::min_element(
      runs, {}, [](const store::StoredRun& run) { return severity_rank(run.verdict); });
  return worst == runs.end() ? "invalid" : worst->verdict;
}

RunHistograms::RunHistograms(const store::StoredRun& run) {
  for (const store::StoredHistogram& histogram : run.histograms) {
    by_name_[histogram.name] = &histogram;
  }
}

std::optional<metrics::LatencyHistogram> RunHistograms::read(const std::string& name) {
  const auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    return std::nullopt;
  }
  try {
    return metrics::decode_hdr(found->second->octets);
  } catch (const metrics::HdrError& error) {
    unreadable_.push_back("the histogram " + name + " cannot be read: " + error.what());
    return std::nullopt;
  }
}

std::size_t RunHistograms::intervals(const std::string& prefix) const {
  std::size_t count = 0;
  while (by_name_.contains(prefix + "/" + std::to_string(count))) {
    ++count;
  }
  return count;
}

}  // namespace orbbench::bench
