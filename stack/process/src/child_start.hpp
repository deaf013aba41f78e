#pragma once

#include <sys/types.h>

#include "orbbench/process/child_process.hpp"

namespace orbbench::process {

/// A program that has just been executed.
struct StartedChild {
  pid_t pid = -1;
  FileDescriptor process;  ///< a pidfd, readable when it is gone
  FileDescriptor output;   ///< the read end of its stdout
  FileDescriptor errors;   ///< what it writes to stderr, where that is kept
};

/// Throws std::runtime_error when it cannot be executed, or the system has no more to give.
StartedChild start_child(const ChildProcess::Settings& settings);

}  // namespace orbbench::process
