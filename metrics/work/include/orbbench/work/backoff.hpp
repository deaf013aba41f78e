#pragma once

#include <chrono>

namespace orbbench::work {

/// How long a failed item rests: twice as long after each attempt, up to a limit, and each time
/// somewhere between half of that and all of it, so that those that failed together do not come
/// back together.
struct Backoff {
  std::chrono::milliseconds first{1000};
  std::chrono::milliseconds longest{300000};

  /// After the attempt of that number, from 1. `chance` is from 0 to 1.
  std::chrono::milliseconds after(int attempt, double chance) const;
};

}  // namespace orbbench::work
