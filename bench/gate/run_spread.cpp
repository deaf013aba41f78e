#include "gate/run_spread.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "gate/gate_report.hpp"

namespace orbbench::gate {
namespace {

constexpr std::size_t kFewest = 5;
constexpr std::size_t kMost = 20;
constexpr double kOfNormal = 1.4826;  // deviation over median absolute deviation
constexpr double kSameLoad = 0.01;

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + std::ssize(values) / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

bool is_same_load(const store::FigureSeries& series, const bench::CheckResult& check) {
  const auto offered = figure_of(check, "offered_calls_per_second");
  const auto& kept = series.offered_calls_per_second;
  if (!offered || !kept) {
    return !offered && !kept;
  }
  return std::abs(*offered - *kept) <= kSameLoad * *offered;
}

bool is_from_here(const store::FigureSeries& series, const Fingerprint& here) {
  return std::ranges::all_of(series.machine, [&](const auto& entry) {
    const auto found = here.find(entry.first);
    return found != here.end() && found->second == entry.second;
  });
}

double deviation_of(std::span<const store::FigureOfRun> runs) {
  std::vector<double> logs;
  for (const store::FigureOfRun& run : runs) {
    logs.push_back(std::log(run.value));
  }
  const double middle = median_of(logs);
  std::ranges::transform(logs, logs.begin(),
                         [middle](double value) { return std::abs(value - middle); });
  return kOfNormal * median_of(logs);
}

}  // namespace

RunSpread spread_of(const std::string& figure, const bench::CheckResult& check,
                    const std::vector<store::FigureSeries>& kept, const Fingerprint& here) {
  for (const store::FigureSeries& series : kept) {
    if (series.check == check.name && series.figure == figure && is_same_load(series, check) &&
        is_from_here(series, here) && series.runs.size() >= kFewest) {
      const std::size_t taken = std::min(series.runs.size(), kMost);
      const double deviation = deviation_of(std::span(series.runs).last(taken));
      return std::isfinite(deviation) ? RunSpread{deviation, taken} : RunSpread{};
    }
  }
  return {};
}

}  // namespace orbbench::gate
