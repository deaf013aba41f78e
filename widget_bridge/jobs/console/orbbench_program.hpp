#pragma once

#include <filesystem>

#include "console/settings.hpp"

namespace orbbench::console {

/// The tool that the console starts its runs with: the one that the setting "runs.program" names,
/// else that beside the console's own program, else the one that $PATH finds; just "orbbench" where
/// there is none, which then cannot be executed.
std::filesystem::path orbbench_program(const Settings& settings);

}  // namespace orbbench::console
