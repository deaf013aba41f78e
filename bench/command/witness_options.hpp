#pragma once

#include <CLI/CLI.hpp>

#include "checks/witness/witness_settings.hpp"

namespace orbbench::bench {

/// --strict-memory, --pid, --dump-with and --max-stop, for commands that look at the core's memory.
void add_witness_options(CLI::App& command, WitnessSettings& settings);

}  // namespace orbbench::bench
