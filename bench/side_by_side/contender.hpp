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

  /// Of its least disturbed block: what disturbs only adds.
  double least(double BlockResult::*latency) const;
  /// Over all blocks.
  double median_rate() const;
  std::uint64_t errors() const;
};

/// Each runs a block in turn, every other round in reverse: so that drift of the machine hits all.
/// Ends early when asked to.
void take_turns(std::vector<Contender>& contenders, int rounds, const std::stop_token& stop);

/// How much longer the one's latency is than the other's, as a share of it, each in its least
/// disturbed block.
double excess(const Contender& one, const Contender& other, double BlockResult::*latency);

}  // namespace orbbench::bench
