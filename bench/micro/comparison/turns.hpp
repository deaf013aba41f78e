#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "micro/comparison/benchmark_file.hpp"

namespace orbbench::micro {

/// A Google Benchmark program, and what it is given beside what every such program is given.
struct BenchmarkProgram {
  std::filesystem::path file;
  std::vector<std::string> arguments = {};
};

struct Turns {
  std::size_t rounds = 15;  ///< fixed before the first: never until something is found
  std::uint64_t seed = 1;   ///< says who begins in each round
  std::string filter;       ///< of benchmarks (a regular expression); all if empty
  std::function<void(std::size_t round)> on_round = {};
};

/// Runs both programs in each round, in an order drawn at random, each benchmark once: what the
/// machine does meanwhile hits both, and each repetition comes from a start of its own, which is
/// what makes them independent. Returns the results of the baseline and of the candidate. Throws
/// BenchmarkFileError when a program cannot be run, or leaves no result.
std::pair<BenchmarkRun, BenchmarkRun> run_in_turns(const BenchmarkProgram& baseline,
                                                   const BenchmarkProgram& candidate,
                                                   const Turns& turns);

}  // namespace orbbench::micro
