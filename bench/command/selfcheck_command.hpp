#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench selfcheck`: what the bench catches, and how often it is wrong.
void add_selfcheck_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
