#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench soak`: a load for hours, and whether the core bears it without leaking or slowing
/// down.
void add_soak_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
