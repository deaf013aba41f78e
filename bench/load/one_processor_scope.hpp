#pragma once

#include <sched.h>

#include "load/one_processor.hpp"

namespace orbbench::bench {

/// This thread, and what it starts meanwhile, share one processor as long as this lives.
class OneProcessorScope {
 public:
  OneProcessorScope() : known_(sched_getaffinity(0, sizeof former_, &former_) == 0) {
    share_one_processor();
  }
  ~OneProcessorScope() {
    if (known_) {
      sched_setaffinity(0, sizeof former_, &former_);
    }
  }
  OneProcessorScope(const OneProcessorScope&) = delete;
  OneProcessorScope& operator=(const OneProcessorScope&) = delete;

 private:
  cpu_set_t former_{};
  bool known_;
};

}  // namespace orbbench::bench
