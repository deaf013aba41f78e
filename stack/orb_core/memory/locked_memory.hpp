#pragma once

#include <optional>
#include <string>

namespace orbbench::orb_core {

/// Keeps all of the process's memory out of swap from now on: blocks of secrets, and the buffers
/// and stacks that they pass through. Each page counts from its first use. Otherwise says why not,
/// in one line, and changes nothing: a limit on locked memory must be none, as allocations beyond
/// it would fail.
std::optional<std::string> lock_memory();

/// Whether lock_memory succeeded.
bool memory_is_locked();

}  // namespace orbbench::orb_core
