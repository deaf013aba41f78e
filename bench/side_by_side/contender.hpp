#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "load/open_loop.hpp"

namespace orbbench::bench {

/// What one way of calling saw in one block.
struct BlockResult {
  double latency_us_p50 = 0;
  double latency_us_p99 = 0;
  double calls_per_second = 0;
  std::uint64_t errors = 0;
};

/// Its latencies count from when a call was sent, in which all ways are alike.
BlockResult block_result(const Series& series);

enum class Comparison { Judged, Shown };

/// One way of calling, which takes turns with others.
struct Contender {
  std::string name;
  std::string like = {};  ///< the one whose median its own should be; empty for none
  Comparison comparison = Comparison::Judged;
  std::function<BlockResult()> run_block;
  std::vector<BlockResult> blocks = {};

  /// Of its blocks, the middle one's.
  double median(double BlockResult::*figure) const;
  std::uint64_t errors() const;
};

/// Each runs a block in turn, every other round in reverse: so that drift of the machine hits all.
/// Ends early when asked to.
void take_turns(std::vector<Contender>& contenders, int rounds, const std::stop_token& stop);

/// How much longer the one's latency is than the other's, as a share of it, with its 95 % interval:
/// all that was seen where rounds are fewer than 6.
struct Excess {
  double middle = 0;
  double low = 0;
  double high = 0;
};

/// The median over rounds, in each of which the two had their blocks at nearly the same time, with
/// the interval that order statistics give it (the sign test's).
Excess excess(const Contender& one, const Contender& other, double BlockResult::*latency);

}  // namespace orbbench::bench
