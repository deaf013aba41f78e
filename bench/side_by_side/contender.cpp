#include "contender.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace orbbench::bench {
namespace {

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

}  // namespace

BlockResult block_result(const Series& series) {
  return {.latency_us_p50 = microseconds(series.from_sent.quantile(0.5)),
          .latency_us_p99 = microseconds(series.from_sent.quantile(0.99)),
          .calls_per_second = series.achieved_rate(),
          .errors = series.errors};
}

double Contender::least(double BlockResult::*latency) const {
  double least = std::numeric_limits<double>::infinity();
  for (const BlockResult& block : blocks) {
    least = std::min(least, block.*latency);
  }
  return least;
}

double Contender::median_rate() const {
  std::vector<double> rates;
  for (const BlockResult& block : blocks) {
    rates.push_back(block.calls_per_second);
  }
  std::sort(rates.begin(), rates.end());
  return rates.empty() ? 0 : rates[rates.size() / 2];
}

std::uint64_t Contender::errors() const {
  std::uint64_t all = 0;
  for (const BlockResult& block : blocks) {
    all += block.errors;
  }
  return all;
}

void take_turns(std::vector<Contender>& contenders, int rounds, const std::stop_token& stop) {
  const auto run = [&](Contender& contender) {
    if (!stop.stop_requested()) {
      contender.blocks.push_back(contender.run_block());
    }
  };
  for (int round = 0; round < rounds; ++round) {
    if (round % 2 == 0) {
      std::for_each(contenders.begin(), contenders.end(), run);
    } else {
      std::for_each(contenders.rbegin(), contenders.rend(), run);
    }
  }
}

double excess(const Contender& one, const Contender& other, double BlockResult::*latency) {
  return one.least(latency) / other.least(latency) - 1;
}

}  // namespace orbbench::bench
