#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace orbbench::bench {

enum class TransportCopies { Reported, Forbidden };

/// How the memory of the core is looked at.
struct WitnessSettings {
  /// What copies in ORB buffers, on stacks and in other places than objects count.
  TransportCopies transport = TransportCopies::Reported;
  std::chrono::milliseconds most_stopped{5000};  ///< for one look
  /// When it is looked at after each release, in ascending order.
  std::vector<std::chrono::milliseconds> looks_after{
      std::chrono::milliseconds(0), std::chrono::milliseconds(10), std::chrono::milliseconds(100),
      std::chrono::milliseconds(1000)};
  pid_t process = 0;  ///< 0: the one that the core names
  /// Makes a core dump, to be read instead of the process (memory::DumpCommand); empty for none.
  std::string dump_with;

  /// Whether a run that cannot look at the core's memory is without what the user wanted.
  bool is_asked_for() const {
    return transport == TransportCopies::Forbidden || process != 0 || !dump_with.empty();
  }
};

}  // namespace orbbench::bench
