#pragma once

#include <optional>
#include <string>
#include <vector>

#include "checks/ratio_table.hpp"
#include "checks/result.hpp"
#include "orbbench/metrics/estimates.hpp"

namespace orbbench::gate {

/// "+0.4 %" of a ratio
std::string percent(double ratio);

std::optional<double> figure_of(const bench::CheckResult& check, const std::string& name);

/// Whether a row has a say in the verdict.
enum class Bearing { Gates, Shown };

/// Fills a gate's result, row by row. The checks must outlive it.
class GateReport {
 public:
  GateReport(const bench::CheckResult& baseline, const bench::CheckResult& candidate,
             double confidence)
      : baseline_(baseline), candidate_(candidate), confidence_(confidence) {}

  struct Row {
    std::string name;
    std::string figure;  ///< of both checks, that it is about
    double margin = 0;
    Bearing bearing = Bearing::Gates;
  };
  void add(const Row& row, const metrics::RatioEstimate& estimate);

  /// What the row above has come to.
  bench::Verdict latest() const { return rows_.back().verdict; }

  /// That the row above is undecided, whatever its interval says.
  void doubt(const std::string& reason);

  /// That rows with this verdict prove nothing.
  void doubt_all(bench::Verdict verdict, const std::string& reason);

  void tell(const std::string& line) { evidence_.push_back(line); }

  /// The worst of the rows that gate; inconclusive where none does.
  bench::CheckResult result(std::string name) const;

 private:
  void add_table(bench::CheckResult& result) const;

  const bench::CheckResult& baseline_;
  const bench::CheckResult& candidate_;
  double confidence_;
  std::vector<bench::RatioRow> rows_;
  std::vector<Bearing> bearings_;
  std::vector<std::string> evidence_;
};

}  // namespace orbbench::gate
