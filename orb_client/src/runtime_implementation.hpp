#pragma once

#include <omniORB4/CORBA.h>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <orb_core.hh>
#include <string>

#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

struct OrbRuntime::Implementation {
  explicit Implementation(const RuntimeOptions& options);
  ~Implementation();
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  /// Tells the connections of one lane from those of all others in the process.
  std::uint32_t next_connection_id() { return ++last_connection_id_; }

  /// This process's object that a core can call back, listening from the first use on. Throws
  /// ConfigError when nothing can listen at the callback host.
  OrbCore::ProbeCallback_ptr callback_target();

  CORBA::ORB_var orb;

 private:
  OrbCore::ProbeCallback_ptr activate_callback_target();

  const std::string callback_host_;
  std::atomic<std::uint32_t> last_connection_id_ = 0;

  std::mutex callback_mutex_;
  OrbCore::ProbeCallback_var callback_target_;
};

}  // namespace orbbench::orb_client
