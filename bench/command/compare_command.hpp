#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench compare BASELINE CANDIDATE`: a duet of two cores.
void add_compare_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
