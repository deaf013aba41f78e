#pragma once

#include <sched.h>

#include <cstddef>
#include <vector>

namespace orbbench::duet {

/// The processors that this thread may use. It is on one of them as long as it was moved there
/// last, and on any once this is gone.
class Processors {
 public:
  Processors() {
    if (sched_getaffinity(0, sizeof former_, &former_) == 0) {
      for (std::size_t processor = 0; processor < CPU_SETSIZE; ++processor) {
        if (CPU_ISSET(processor, &former_)) {
          numbers_.push_back(processor);
        }
      }
    }
  }
  ~Processors() {
    if (!numbers_.empty()) {
      sched_setaffinity(0, sizeof former_, &former_);
    }
  }
  Processors(const Processors&) = delete;
  Processors& operator=(const Processors&) = delete;

  /// 0 where they are not known.
  std::size_t count() const { return numbers_.size(); }

  /// `place` is below count().
  void move_to(std::size_t place) const {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(numbers_[place], &one);
    sched_setaffinity(0, sizeof one, &one);
  }

 private:
  cpu_set_t former_{};
  std::vector<std::size_t> numbers_;
};

}  // namespace orbbench::duet
