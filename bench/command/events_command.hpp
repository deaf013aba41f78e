#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench events`: what happened to shared work, as it happens.
void add_events_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
