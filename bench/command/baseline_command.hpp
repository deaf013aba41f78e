#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench baseline`: names for runs that others are compared with.
void add_baseline_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
