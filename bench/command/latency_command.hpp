#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench latency`: a scenario's load on a core, and how long its calls took.
void add_latency_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
