#pragma once

#include <stop_token>
#include <vector>

#include "load/open_loop.hpp"

namespace orbbench::bench {

/// The calls of a scenario on what it is offered to. Owns what they need there, from its
/// construction on.
class OfferedLoad {
 public:
  OfferedLoad() = default;
  virtual ~OfferedLoad() = default;
  OfferedLoad(const OfferedLoad&) = delete;
  OfferedLoad& operator=(const OfferedLoad&) = delete;

  /// One for each lane, with choices from the mix of its own, by the scenario's seed.
  virtual std::vector<TimedCall> lanes() = 0;

  /// Connects every lane and calls for as long as the scenario declares.
  virtual void warm_up(const std::stop_token& stop) = 0;
};

}  // namespace orbbench::bench
