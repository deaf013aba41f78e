#pragma once

#include <benchmark/benchmark.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace orbbench::bench {

/// When all have run, one line for each benchmark: the median of its repetitions, the least and the
/// most of them, and how often it takes its floor. Then what dynamic invocation costs over the
/// static path: for each pair of benchmarks whose names differ by "static" and "dynamic" alone.
class FloorReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

  /// Whether a benchmark ended in an error.
  bool failed() const { return failed_; }

 private:
  using Place = std::pair<std::int64_t, std::int64_t>;  // of a benchmark: its family's, and in it

  void print_overheads() const;

  std::map<Place, std::string> lines_;  // they come in an order drawn at random
  std::map<std::string, double> medians_ns_;
  bool failed_ = false;
};

}  // namespace orbbench::bench
