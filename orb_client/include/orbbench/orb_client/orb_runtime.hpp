#pragma once

#include <memory>
#include <string>

namespace orbbench::orb_client {

struct RuntimeOptions {
  /// Largest GIOP message taken or sent, in octets.
  unsigned long max_message_octets = 32UL * 1024 * 1024;
  /// This machine's address at which a core calls back (CoreLane::call_back). Nothing listens
  /// before the first such call.
  std::string callback_host = "127.0.0.1";
};

/// The process's ORB: made once, before the first pool, and destroyed after the last. One may exist
/// at a time (omniORB keeps one ORB a process); a second throws ConfigError. Thread-safe.
class OrbRuntime {
 public:
  explicit OrbRuntime(const RuntimeOptions& options = {});
  ~OrbRuntime();
  OrbRuntime(const OrbRuntime&) = delete;
  OrbRuntime& operator=(const OrbRuntime&) = delete;

  struct Implementation;
  Implementation& implementation() { return *implementation_; }

 private:
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::orb_client
