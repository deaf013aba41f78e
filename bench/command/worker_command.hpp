#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench worker`: takes items of shared work until it is told to end.
void add_worker_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
