#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "part.hpp"

namespace orbbench::launcher {

/// The first complete line that satisfies `wanted`, of what the context's program has written.
std::optional<std::string> find_line(const PartContext& context,
                                     const std::function<bool(const std::string&)>& wanted);

/// Waits for the program's READY line, and returns what it announces. Throws PartFailure,
/// StartCancelled.
nlohmann::json await_announcement(PartContext& context, ChildProcess& process);

/// Throws StackError unless it is a program, naming the option that points at another one.
void require_program(const std::filesystem::path& binary, const std::string& what,
                     const std::string& flag);

}  // namespace orbbench::launcher
