#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

namespace orbbench::bench {

/// What `orbbench memory --preload` was asked for.
struct PreloadOptions {
  std::string program;  ///< empty: not asked for
  std::vector<std::string> arguments;
  std::string core;  ///< how the core is reached, unless it prints so itself
  std::string json_file;
  std::size_t call_paths = 20;  ///< in the table
};

/// --preload, its program's arguments, and --call-paths. How the core is reached and where the JSON
/// goes are the command's own options: set them before the run.
void add_preload_options(CLI::App& command, PreloadOptions& options);

/// Starts the core under the free-time witness, sends it canaries, ends it, and says what it gave
/// back with a canary inside. Returns the exit status of the verdict.
int run_preload(const PreloadOptions& options);

}  // namespace orbbench::bench
