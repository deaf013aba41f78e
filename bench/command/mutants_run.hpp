#pragma once

#include <CLI/App.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::bench {

/// What `orbbench selfcheck --mutants` was asked for.
struct MutantsOptions {
  bool asked = false;
  std::size_t sample = 0;  ///< 0: all
  std::uint64_t seed = 1;
  std::string core_binary;  ///< empty: orbbench-core beside this program
  std::string expectations_file;
  std::vector<std::string> checks_off;
  std::string json_file;
};

/// All but the JSON file, whose option is the command's.
void add_mutants_options(CLI::App& command, MutantsOptions& options);

/// Breaks the reference core in each way that it can be broken, and says what the checks caught.
/// Returns 0 when all was caught, 1 when something survived.
int run_mutants(const MutantsOptions& options);

}  // namespace orbbench::bench
