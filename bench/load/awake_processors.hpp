#pragma once

#include <string>
#include <thread>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::bench {

enum class KeptAwakeBy {
  Polling,   ///< the kernel polls where there is nothing to run (PM QoS, /dev/cpu_dma_latency)
  Spinning,  ///< a thread on each of the class SCHED_IDLE
  Nothing
};

/// The best that this process may: polling, else spinning; nothing where a quota of processor time
/// is set, which spinning would use up.
KeptAwakeBy what_may_keep_processors_awake();

/// "polling", "spinning", "nothing".
std::string name_of(KeptAwakeBy means);

/// Keeps the processors from going to sleep as long as this lives: waking one takes longer than a
/// call does, and would be charged to the core. Spinning threads give way to any other, but not
/// always at once: the scheduler may let one run on for some milliseconds while another waits that
/// has had more than its share (EEVDF).
class AwakeProcessors {
 public:
  explicit AwakeProcessors(KeptAwakeBy means = what_may_keep_processors_awake());

 private:
  process::FileDescriptor polling_;
  std::vector<std::jthread> spinning_;
};

}  // namespace orbbench::bench
