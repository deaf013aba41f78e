#include "load/mix.hpp"

#include <random>
#include <utility>

namespace orbbench::bench {

TimedCall mixed_call(const LoadScenario& scenario, std::vector<TimedCall> operations,
                     std::size_t lane) {
  if (operations.size() == 1) {
    return std::move(operations.front());
  }
  std::vector<double> weights;
  for (const WeightedOperation& operation : scenario.mix) {
    weights.push_back(operation.weight);
  }
  std::seed_seq seeds{scenario.seed & 0xffffffffU, scenario.seed >> 32U,
                      static_cast<std::uint64_t>(lane)};
  return [operations = std::move(operations), random = std::mt19937_64(seeds),
          choice = std::discrete_distribution<std::size_t>(
              weights.begin(), weights.end())]() mutable { operations[choice(random)](); };
}

}  // namespace orbbench::bench
