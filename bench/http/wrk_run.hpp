#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <vector>

#include "held_program.hpp"
#include "private_folder.hpp"

namespace orbbench::bench {

enum class CacheStates { Ignored, Counted };

/// What wrk is to send for a time: a request to one of the paths after the other.
struct Load {
  std::string name;
  std::string url;  ///< http://host:port
  std::string method = "GET";
  std::vector<std::string> paths;
  std::map<std::string, std::string> headers = {};
  std::string body = {};
  CacheStates cache_states = CacheStates::Ignored;
  int connections = 1;
  std::chrono::seconds duration{3};
};

/// What it saw. The loop is closed: each connection sends when it has its last answer, so that an
/// answer that is late keeps others from being sent.
struct LoadResult {
  std::string name;
  int connections = 0;
  std::uint64_t requests = 0;
  double requests_per_second = 0;
  double latency_us_p50 = 0;
  double latency_us_p99 = 0;
  std::uint64_t errors = 0;  ///< answers that are not 2xx; connections refused or lost; timeouts
  std::uint64_t hits = 0;    ///< answers with X-Cache: HIT, where they are counted
  std::uint64_t misses = 0;
};

/// There is no wrk on this machine.
class NoWrk : public std::runtime_error {
 public:
  NoWrk() : std::runtime_error("wrk, which sends the requests, is not there: apt install wrk") {}
};

/// Throws NoWrk.
void require_wrk();

/// A wrk that runs, with one thread, and a script in the folder: its arguments can be read by every
/// user of the machine, and the headers hold a token.
class WrkRun {
 public:
  /// Throws std::runtime_error when it cannot be executed.
  WrkRun(const Load& load, const PrivateFolder& folder);

  HeldProgram& program() { return program_; }

  /// Once the program has told it. An answer for which wrk was held is none of the latencies.
  LoadResult take_result();

 private:
  Load load_;
  HeldProgram program_;
};

/// From its begin to its end. Throws std::runtime_error when wrk fails or is to stop.
LoadResult run_wrk(const Load& load, const PrivateFolder& folder, const std::stop_token& stop);

}  // namespace orbbench::bench
