#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::console {

/// A rule of bookkeeping that did not hold at some look.
struct BrokenRule {
  metrics::Imbalance what;  ///< its figures at the latest look that it was seen at
  double first_seconds = 0;
  double last_seconds = 0;
  std::uint64_t looks = 0;  ///< that it was seen at
  bool now = false;         ///< it was seen at the last look of all
};

/// Live objects by priority (the index is that of metrics::Priority), at one look.
struct LivePoint {
  double seconds = 0;  ///< since the first look
  std::array<double, 4> live{};
};

/// What was seen of one core's memory, look by look. A value.
class LedgerHistory {
 public:
  static constexpr std::size_t kMostPoints = 3600;  ///< the oldest go
  static constexpr std::size_t kMostRules = 200;    ///< further ones are only counted

  /// Seconds never fall. Another process than before begins its counters anew: no rule is broken by
  /// that.
  void add(double seconds, metrics::Ledger ledger);

  const std::optional<metrics::Ledger>& latest() const { return latest_; }
  const std::deque<LivePoint>& live() const { return live_; }
  const std::vector<BrokenRule>& broken() const { return broken_; }
  std::uint64_t rules_left_out() const { return rules_left_out_; }
  std::uint64_t looks() const { return looks_; }
  std::uint64_t restarts() const { return restarts_; }

 private:
  void note(const metrics::Imbalance& imbalance, double seconds);

  std::optional<metrics::Ledger> latest_;
  std::deque<LivePoint> live_;
  std::vector<BrokenRule> broken_;
  std::uint64_t rules_left_out_ = 0;
  std::uint64_t looks_ = 0;
  std::uint64_t restarts_ = 0;
};

}  // namespace orbbench::console
