#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/endpoint.hpp"

namespace orbbench::duet {

enum class Side { Baseline, Candidate };

inline constexpr std::array<Side, 2> kSides{Side::Baseline, Side::Candidate};

inline constexpr std::size_t index_of(Side side) {
  return side == Side::Baseline ? 0 : 1;
}

inline constexpr Side other(Side side) {
  return side == Side::Baseline ? Side::Candidate : Side::Baseline;
}

const char* to_string(Side side);

/// How one core of a duet is reached.
struct DuetCore {
  orb_client::Endpoint endpoint;
  std::optional<metrics::Scraper> metrics;  ///< none where its page is not known
};

/// The two cores of a round, up as long as this lives.
class CorePair {
 public:
  virtual ~CorePair() = default;
  virtual const DuetCore& core(Side side) const = 0;
};

/// Where the cores of a duet come from.
struct PairSource {
  /// Brings both up, that side first; called on the duet's thread, once a round or once. Throws
  /// what it cannot do.
  std::function<std::unique_ptr<CorePair>(Side first)> open;
  /// Whether both are processes that start anew for each round. Otherwise they are opened once,
  /// each round has new connections to them, and what differs from one start of a program to the
  /// next is not in what is measured.
  bool starts_anew = false;
};

/// Cores that run already: the same pair each time.
PairSource running_pair(DuetCore baseline, DuetCore candidate);

}  // namespace orbbench::duet
