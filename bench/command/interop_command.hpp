#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench interop`: cases against peers, as a matrix.
void add_interop_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
