#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "private_folder.hpp"

namespace orbbench::bench {

/// How a wrk process ended, and what it wrote.
struct WrkEnd {
  int status = 0;  ///< of exit; -1 when a signal ended it
  std::string output;
};

/// Runs `wrk` with these arguments and waits for its end; a stop ends it. Throws NoWrk.
WrkEnd run_wrk_process(const std::vector<std::string>& arguments, const PrivateFolder& folder,
                       const std::stop_token& stop);

}  // namespace orbbench::bench
