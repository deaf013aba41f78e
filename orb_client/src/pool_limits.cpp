#include "pool_limits.hpp"

#include <cstddef>

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxLanes = 256;

}  // namespace

std::vector<std::string> find_mistakes(const PoolLimits& limits) {
  std::vector<std::string> mistakes;
  if (limits.lanes < 1 || limits.lanes > kMaxLanes) {
    mistakes.push_back("a pool of " + std::to_string(limits.lanes) + " lanes: 1 to " +
                       std::to_string(kMaxLanes) + " would be right");
  }
  if (limits.idle_limit.count() < 0) {
    mistakes.push_back("an idle limit of " + std::to_string(limits.idle_limit.count()) +
                       " ms: 0 for none, or more, would be right");
  }
  if (limits.min_idle > limits.lanes) {
    mistakes.push_back("a least number of " + std::to_string(limits.min_idle) +
                       " idle lanes: at most the pool's lanes would be right");
  }
  return mistakes;
}

}  // namespace orbbench::orb_client
