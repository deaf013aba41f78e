#pragma once

#include <filesystem>
#include <string>

namespace orbbench::process {

/// `name` as the shell would find it: a path as it is, else in the folders of PATH. Throws
/// std::runtime_error when there is no such program.
std::filesystem::path find_on_path(const std::string& name);

/// The program of that name beside this one; empty when there is none.
std::filesystem::path program_beside_this(const std::string& name);

}  // namespace orbbench::process
