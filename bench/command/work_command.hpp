#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench work`: what workers share, put in, looked at, and controlled.
void add_work_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
