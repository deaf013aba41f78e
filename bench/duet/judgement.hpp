#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "duet/recording.hpp"
#include "orbbench/metrics/estimates.hpp"
#include "orbbench/metrics/non_inferiority.hpp"

namespace orbbench::duet {

/// By which share the candidate may be worse: 0.05 is 5 %.
struct Margins {
  double p50 = 0.05;
  double p95 = 0.20;
  double p99 = 0.25;
  double deallocation = 0.05;
  double error_rate = 0.001;  ///< of the candidate's calls
};

/// How sure a verdict is: two-sided.
inline constexpr double kVerdictConfidence = 0.95;

/// How sure it must be that a figure changed at all. A duet has four timed figures and memory: by
/// C. E. Bonferroni (1936) one duet in 400 at the most has a false alarm among them, so that 200
/// duets have more than two, which is 1 %, hardly ever.
inline constexpr double kChangeConfidence = 0.9995;

/// The widest that an interval of resident memory may reach and still show "no more".
inline constexpr double kCoarsestMemory = 1.05;

/// One ratio with what it means.
struct RatioFigure {
  std::string name;  ///< "p50", "p95", "p99", "deallocation", "memory"
  double baseline = 0;
  double candidate = 0;  ///< both in microseconds; in octets for memory
  metrics::RatioEstimate estimate;
  metrics::Interval interval;  ///< at kVerdictConfidence
  double limit = 1;            ///< the largest ratio that is let pass
  metrics::NonInferiority decision = metrics::NonInferiority::NotMeasured;
  bool changed = false;  ///< 1 is outside its interval at kChangeConfidence
};

struct ErrorFigure {
  std::uint64_t errors = 0;
  std::uint64_t calls = 0;
  metrics::Interval rate;  ///< at kVerdictConfidence
  metrics::NonInferiority decision = metrics::NonInferiority::NotMeasured;
};

struct Judgement {
  std::vector<RatioFigure> latency;         ///< p50, p95, p99; empty when not measured
  std::optional<RatioFigure> deallocation;  ///< create and destroy of a widget, p50
  std::optional<RatioFigure> memory;
  ErrorFigure baseline_errors;
  ErrorFigure errors;         ///< of the candidate
  std::string untrustworthy;  ///< why no figure may be trusted; empty when they may
};

/// Whether 1 is outside the interval at kChangeConfidence: the figure changed, be it within its
/// margin.
bool is_change(const metrics::RatioEstimate& estimate);

/// What a recording says of resident memory; nothing when there are hardly any readings.
std::optional<RatioFigure> judge_memory(const Recording& recording);

/// What a recording says under these margins. The same recording, margins and seed give the same
/// judgement. An interrupted or disturbed one is judged by what it has, and says it.
Judgement judge(const Recording& recording, const Margins& margins, std::uint64_t seed);

}  // namespace orbbench::duet
