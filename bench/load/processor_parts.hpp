#pragma once

#include <sched.h>

namespace orbbench::bench {

/// The processors that this thread may use, in two parts: the last one is for a core, the others
/// are for who loads it. Where the scheduler is free to choose, a core's thread comes to be on its
/// caller's processor or on another, and stays there: p50 of one run in two is twice that of the
/// other. What a thread starts is in the part that it was in.
class ProcessorParts {
 public:
  ProcessorParts() {
    CPU_ZERO(&all_);
    CPU_ZERO(&core_);
    if (sched_getaffinity(0, sizeof all_, &all_) != 0) {
      return;
    }
    load_ = all_;
    for (std::size_t processor = CPU_SETSIZE; processor-- > 0;) {
      if (CPU_ISSET(processor, &all_)) {
        CPU_SET(processor, &core_);
        CPU_CLR(processor, &load_);
        break;
      }
    }
  }

  /// Whether there are two.
  bool exist() const { return CPU_COUNT(&all_) > 1; }

  void enter_core() const { sched_setaffinity(0, sizeof core_, &core_); }
  void enter_load() const { sched_setaffinity(0, sizeof load_, &load_); }
  void enter_both() const { sched_setaffinity(0, sizeof all_, &all_); }

 private:
  cpu_set_t all_{};
  cpu_set_t core_{};
  cpu_set_t load_{};
};

}  // namespace orbbench::bench
