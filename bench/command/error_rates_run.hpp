#pragma once

#include <CLI/CLI.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::bench {

/// What the flags of `orbbench selfcheck --error-rates` are read into.
struct ErrorRatesOptions {
  bool asked = false;
  std::size_t runs = 200;
  std::size_t real_duets = 3;
  std::vector<double> slowdowns{2, 5, 10};  ///< in percent; none at all is always measured
  double seconds = 60;
  std::uint64_t seed = 1;
  std::string json_file;
};

/// All but seed and JSON file, whose options are the command's.
void add_error_rates_options(CLI::App& command, ErrorRatesOptions& options);

/// Measures how often a duet errs, and prints it. 0 when it was measured as planned, else 3;
/// whether the rates are good enough is for the reader.
int run_error_rates(const ErrorRatesOptions& options);

}  // namespace orbbench::bench
