#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench schedule`: when shared work is due.
void add_schedule_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
