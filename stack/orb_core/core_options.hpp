#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "memory/wipe.hpp"

namespace orbbench::orb_core {

/// How the core was asked to run.
struct CoreOptions {
  std::string listen = "127.0.0.1";  ///< address for IIOP and metrics
  std::string publish;               ///< host in the references it hands out; as `listen` if empty
  std::uint16_t port = 12000;        ///< 0 takes a free one
  std::uint16_t metrics_port = 9091;
  std::size_t max_widgets = 10000;
  bool enable_faults = false;
  bool log_calls = false;
  bool require_locked_memory = false;  ///< else it is locked where that is allowed
  WipeMethod wipe_with = WipeMethod::Sodium;
  bool allow_stop = false;  ///< StopServer of the stock interfaces ends the core
};

/// Reads the command line; prints help, version or one line of error itself. The exit code when
/// the process is to end at once, nothing otherwise.
std::optional<int> read_options(int argc, char** argv, CoreOptions& options);

}  // namespace orbbench::orb_core
