#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench stack up | down | status | logs`.
void add_stack_command(CLI::App& app, Command& chosen);

/// `orbbench keeper`, which only the launcher calls.
void add_keeper_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
