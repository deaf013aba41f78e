#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench call`: one operation of any object, with JSON.
void add_call_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
