#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench inventory`: the deallocations of an Ada source tree, or of two.
void add_inventory_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
