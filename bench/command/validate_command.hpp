#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench validate`: all checks, or those that are named, on the core that it is pointed at.
void add_validate_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
