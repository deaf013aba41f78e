#pragma once

#include <sys/types.h>

#include <span>
#include <stop_token>
#include <string>

#include "memory/canary.hpp"
#include "memory/memory_scan.hpp"

namespace orbbench::memory {

/// A command of the user's that makes a core dump of a process that this one cannot read: on
/// another host, in a container, of another user.
struct DumpCommand {
  /// For the shell. CORE_PID in its environment is the process, DUMP_FILE where the dump is to be;
  /// DUMP_FILE.<CORE_PID> does as well, as gcore names it.
  std::string text;
  pid_t pid = 0;
  std::stop_token stop = {};
};

/// Lets the command make a dump, looks at it, and removes it. `stopped` is how long the command
/// took: the process stood for part of it. Throws WitnessError when it makes none, or runs for 10
/// minutes.
ProcessReport scan_dump(const DumpCommand& command, std::span<const Canary> canaries);

}  // namespace orbbench::memory
