#include "orbbench/work/backoff.hpp"

#include <algorithm>
#include <cmath>

namespace orbbench::work {

std::chrono::milliseconds Backoff::after(int attempt, double chance) const {
  using Exact = std::chrono::duration<double, std::milli>;
  // Far below what overflows, far above any limit.
  const int doublings = std::clamp(attempt - 1, 0, 40);
  const Exact whole = std::min<Exact>(Exact(first) * std::exp2(doublings), longest);
  return std::chrono::round<std::chrono::milliseconds>(whole * (0.5 + 0.5 * chance));
}

}  // namespace orbbench::work
