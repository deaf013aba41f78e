#pragma once

#include <omniORB4/CORBA.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <orb_core.hh>
#include <string>

#include "orbbench/launcher/stack.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/dynamic_object.hpp"

namespace orbbench::bench {

/// The core that is measured, and each way to reach it. Made once, before the benchmarks run.
class MicroStack {
 public:
  /// A core of the benchmarks' own where no address is given. Throws StackError, ConfigError, or
  /// what connecting throws.
  explicit MicroStack(const std::string& core_address);

  /// Of a core of the benchmarks' own; nothing for another, which may be on any machine.
  std::optional<pid_t> core_process() const;

  std::unique_ptr<orb_client::ConnectionPool> make_pool(std::size_t lanes, std::size_t waiters);
  orb_client::DynamicObject connect_dynamically();
  /// A stub that waits for ever, or one that has a deadline: omniORB polls only for the latter.
  OrbCore::Probe_var endless_stub();
  OrbCore::Probe_var stub_with_deadline();

 private:
  launcher::StopSignals signals_;
  std::optional<launcher::Stack> stack_;
  orb_client::Endpoint core_;
  orb_client::OrbRuntime runtime_;
};

orb_client::Deadline soon();

}  // namespace orbbench::bench
