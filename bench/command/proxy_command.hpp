#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench proxy`: a fault proxy between a client and a server.
void add_proxy_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
