#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench history`: the runs that were kept.
void add_history_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
