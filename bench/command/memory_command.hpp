#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench memory`: what a core's memory still holds of secrets that were released, by place.
void add_memory_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
