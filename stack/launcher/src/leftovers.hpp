#pragma once

#include <filesystem>
#include <string>

namespace orbbench::launcher {

/// NAME=value that every process of a stack carries in its environment, and no other.
std::string process_mark(const std::filesystem::path& stack_folder);

/// Removes a stack's folder whose keeper is dead or has nothing more to stop: kills the processes
/// that are left of it, and takes PostgreSQL's System V shared memory with it, which no process's
/// end removes. Throws StackError when something stays.
void discard_stack_folder(const std::filesystem::path& stack_folder);

}  // namespace orbbench::launcher
