#pragma once

#include <sched.h>

namespace orbbench::bench {

/// Puts this thread, and what it starts from now on, on one processor: both ends of a connection
/// that is to be timed. Free to choose, the scheduler keeps the ends of one connection together and
/// those of another apart, and a wake-up across processors costs several times what is measured.
inline void share_one_processor() {
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(static_cast<unsigned>(sched_getcpu()), &processors);
  sched_setaffinity(0, sizeof processors, &processors);
}

}  // namespace orbbench::bench
