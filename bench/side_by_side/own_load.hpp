#pragma once

#include <CLI/CLI.hpp>
#include <chrono>
#include <string>

#include "contender.hpp"
#include "http/held_program.hpp"
#include "load/http_load.hpp"

namespace orbbench::bench {

/// What orbbench calls in a closed loop as wrk's is.
struct OwnLoadPlan {
  HttpTarget target;
  std::string operation;  ///< of a scenario
  int connections = 1;
  std::chrono::seconds block{1};  ///< how long it calls at a time
};

/// Of this program: it has such a load in a process of its own.
inline constexpr const char* kLoadCommand = "load";
void add_load_command(CLI::App& app, OwnLoadPlan& plan);

/// Never returns: calls for a block, writes what came of it, and stops itself until it is told to
/// go on (SIGCONT). The first block is for warming up. Throws WrongAnswer.
[[noreturn]] void call_in_blocks(const OwnLoadPlan& plan);

/// Such a load, in a process of its own: so that it can be held as another tool can.
class OwnLoad {
 public:
  /// Throws std::runtime_error when it does not get ready.
  explicit OwnLoad(const OwnLoadPlan& plan);

  HeldProgram& program() { return program_; }

  /// Once the program has told it. A call for which it was held is none of the latencies.
  BlockResult take_result();

 private:
  OwnLoadPlan plan_;
  HeldProgram program_;
};

}  // namespace orbbench::bench
