#pragma once

#include <filesystem>

namespace orbbench::console {

/// The tool that the console starts its runs with: that beside the console's own program, else
/// the one that $PATH finds; just "orbbench" where there is none, which then cannot be executed.
std::filesystem::path orbbench_program();

}  // namespace orbbench::console
