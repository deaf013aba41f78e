#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "duet/judgement.hpp"
#include "duet/recorder.hpp"

namespace orbbench::duet {

/// How often duets of a kind said what.
struct RateCount {
  std::size_t hits = 0;
  std::size_t duets = 0;

  double share() const;
  /// Clopper and Pearson's, at 95 %.
  metrics::Interval interval() const;
};

/// Of duets of one length that were put together from recorded ones.
struct ResampledRates {
  std::chrono::milliseconds length{0};
  RateCount p50_changed;
  RateCount any_changed;  ///< any of the four timed figures, or memory
  RateCount passed;       ///< each of them was shown to be within its default margin
  RateCount failed;       ///< any of them was refuted
};

/// What became of one injected slowdown.
struct SlowdownRates {
  double wanted = 0;                    ///< of the round trip's p50: 0.05 is 5 %
  double servant_share = 0;             ///< by which the candidate's servant was slowed for it
  metrics::RatioEstimate measured_p50;  ///< over all real duets together
  RateCount real_p50_changed;
  RateCount real_any_changed;
  std::vector<ResampledRates> resampled;  ///< by length
};

struct ErrorRatesPlan {
  std::vector<double> slowdowns{0, 0.02, 0.05, 0.10};
  std::size_t real_duets = 3;  ///< of each slowdown, each of `duet.length`
  std::size_t runs = 200;      ///< resampled duets, of each slowdown and length
  DuetPlan duet;
  std::uint64_t seed = 1;
};

struct ErrorRates {
  double servant_share_of_call = 0;  ///< which part of the p50 a servant's time is, as calibrated
  std::vector<SlowdownRates> slowdowns;
  std::string untrustworthy;  ///< why not, or why there is less than was planned; empty when all is
};

/// The smallest slowdown that, like all above it, was seen in p50 by this share of the resampled
/// duets of the whole length; nothing when the largest was not.
std::optional<double> smallest_seen(const ErrorRates& rates, double share);

/// Whether the two sides of a recording are the same, so that either might have been the other.
enum class SidesAre { Alike, Different };

/// Resamples `recorded`, recordings of one kind, into `runs` duets for each of a quarter, half, and
/// the whole of their length. Such a duet has as many rounds as a recorded one, drawn with
/// replacement from the rounds of all, and of each its beginning, a whole stretch of time. Where
/// the sides are alike, each round may be drawn with its sides exchanged: else the chance by which
/// one side was ahead in the few recorded duets would be a true difference in all resampled ones.
/// The same seed gives the same rates.
std::vector<ResampledRates> resample_duets(const std::vector<Recording>& recorded, SidesAre sides,
                                           std::size_t runs, std::uint64_t seed);

/// Makes the real duets and resamples them. `source` yields pairs of the same program, with faults
/// enabled.
ErrorRates measure_error_rates(orb_client::OrbRuntime& runtime, const PairSource& source,
                               const ErrorRatesPlan& plan, const Progress& progress,
                               const std::stop_token& stop);

}  // namespace orbbench::duet
