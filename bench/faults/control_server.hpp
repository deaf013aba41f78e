#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "faults/fault_proxy.hpp"

namespace orbbench::faults {

struct ControlOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one
};

/// The proxy's control API over HTTP, with its metrics at /metrics; README.md beside this file
/// lists the requests. Serves on threads of its own while it lives. Bodies are bounded to 1 MiB.
class ControlServer {
 public:
  /// The proxy must outlive it. Throws std::runtime_error, one line, when it cannot listen there.
  ControlServer(FaultProxy& proxy, const ControlOptions& options);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  std::uint16_t port() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::faults
