#pragma once

#include <filesystem>
#include <string>

namespace orbbench::selfcheck {

/// Tells the library that replaces wiping where in the program the core's own wipe function lies.
inline constexpr const char* kNullWipeVariable = "ORBBENCH_NULL_WIPE";

/// Where a function lies in the file of a program: "1a2b-1a5f", addresses in hex, the end excluded.
/// Throws std::runtime_error when its symbol table does not have it.
std::string range_of_function(const std::filesystem::path& program, const std::string& function);

}  // namespace orbbench::selfcheck
