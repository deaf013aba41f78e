#include "contender.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cstddef>

namespace orbbench::bench {
namespace {

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

/// Of as many in order: where the median's 95 % interval begins.
std::size_t place_of_low_end(std::size_t count) {
  const boost::math::binomial below(static_cast<double>(count), 0.5);
  std::size_t place = 0;
  while (boost::math::cdf(below, static_cast<double>(place)) <= 0.025) {
    ++place;
  }
  return place == 0 ? 0 : place - 1;
}

}  // namespace

BlockResult block_result(const Series& series) {
  return {.latency_us_p50 = microseconds(series.from_sent.quantile(0.5)),
          .latency_us_p99 = microseconds(series.from_sent.quantile(0.99)),
          .calls_per_second = series.achieved_rate(),
          .errors = series.errors};
}

double Contender::median(double BlockResult::*figure) const {
  std::vector<double> figures;
  for (const BlockResult& block : blocks) {
    figures.push_back(block.*figure);
  }
  std::ranges::sort(figures);
  return figures.empty() ? 0 : figures[figures.size() / 2];
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

Excess excess(const Contender& one, const Contender& other, double BlockResult::*latency) {
  std::vector<double> shares;
  for (std::size_t round = 0; round < std::min(one.blocks.size(), other.blocks.size()); ++round) {
    shares.push_back(one.blocks[round].*latency / (other.blocks[round].*latency) - 1);
  }
  if (shares.empty()) {
    return {};
  }
  std::ranges::sort(shares);
  const std::size_t place = place_of_low_end(shares.size());
  return {.middle = shares[shares.size() / 2],
          .low = shares[place],
          .high = shares[shares.size() - 1 - place]};
}

}  // namespace orbbench::bench
