#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace orbbench::bench {

/// The usual table, and then what dynamic invocation costs over the static path: for each pair of
/// benchmarks whose names differ by "static" and "dynamic" alone.
class OverheadReporter : public benchmark::ConsoleReporter {
 public:
  /// In colour on a terminal alone.
  OverheadReporter();

  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// Whether a benchmark ended in an error.
  bool failed() const { return failed_; }

 private:
  std::map<std::string, double> microseconds_;
  bool failed_ = false;
};

}  // namespace orbbench::bench
