#pragma once

#include <thread>
#include <vector>

namespace orbbench::bench {

/// Keeps the processors that this process may use from going to sleep as long as this lives: on
/// each a thread spins that gives way to any other. Waking a processor takes longer than a call
/// does, and would be charged to the core. Does nothing where a quota of processor time is set,
/// which spinning would use up.
class AwakeProcessors {
 public:
  AwakeProcessors();

 private:
  std::vector<std::jthread> spinning_;
};

}  // namespace orbbench::bench
