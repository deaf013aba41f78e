#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/metrics/latency_histogram.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

std::optional<double> find_figure(const store::StoredRun& run, const std::string& check,
                                  const std::string& name);

/// "pass"; empty where there is no such check.
std::string verdict_of(const store::StoredRun& run, const std::string& check);

/// All tables of that name, whatever check they are of.
std::vector<store::StoredTable> tables_named(const store::StoredRun& run, const std::string& name);

/// The checks of a scenario: one, or one for each rate of a curve ("latency.ping@500").
struct LatencyGroup {
  std::string scenario;
  std::vector<std::string> checks;
};
/// Those with a median, in their order.
std::vector<LatencyGroup> latency_groups(const store::StoredRun& run);

/// The worst of them comes first; "invalid" for none.
std::string worst_verdict(const std::vector<store::StoredRun>& runs);
/// 0 for what must be looked at first.
int severity_rank(const std::string& verdict);

/// The run's histograms by name. Keeps a reference to the run.
class RunHistograms {
 public:
  explicit RunHistograms(const store::StoredRun& run);

  /// Absent where there is none, or it cannot be read; then it is among unreadable().
  std::optional<metrics::LatencyHistogram> read(const std::string& name);

  /// "latency.ping/latency/0", "/1" ... : how many there are.
  std::size_t intervals(const std::string& prefix) const;

  /// One line each.
  const std::vector<std::string>& unreadable() const { return unreadable_; }

 private:
  std::map<std::string, const store::StoredHistogram*> by_name_;
  std::vector<std::string> unreadable_;
};

}  // namespace orbbench::bench
