#pragma once

#include <CLI/CLI.hpp>

#include "command.hpp"

namespace orbbench::bench {

/// `orbbench report`: runs that were kept, as one HTML page or as Markdown.
void add_report_command(CLI::App& app, Command& chosen);

}  // namespace orbbench::bench
