#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "checks/calls/execution_audit.hpp"
#include "checks/check.hpp"
#include "faults/fault.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::bench {

/// How the calls of the law are made: Probe::execute of the token, once. The product's own client
/// unless a test puts another one in its place.
using ExecuteCall = std::function<void(orb_client::CoreClient& client, const std::string& token,
                                       orb_client::Deadline deadline)>;

void execute_once(orb_client::CoreClient& client, const std::string& token,
                  orb_client::Deadline deadline);

struct CallLawSettings {
  std::size_t calls = 20000;
  std::size_t callers = 8;
  std::chrono::milliseconds call_budget{100};
  std::uint64_t seed = 1;
  std::vector<faults::Fault> faults;
  ExecuteCall execute = execute_once;
};

struct CallLawObservation {
  std::vector<AuditedCall> calls;
  std::vector<faults::FaultStatistics> faults;
  std::uint32_t connections_before = 0;  ///< at the core
  std::uint32_t connections_after = 0;
  std::size_t descriptors_before = 0;  ///< open in this process
  std::size_t descriptors_after = 0;   ///< once the client and the proxy are gone
  std::size_t threads_before = 0;
  std::size_t threads_after = 0;
  std::chrono::milliseconds duration{0};
};

/// Makes the calls through a fault proxy, each with a token of its own; waits until the core has
/// none of their connections left; then asks the core, past the proxy, how often each token ran,
/// and has it forget them. Throws Interrupted, and the CallError of a core that does not answer.
CallLawObservation observe_calls(CheckContext& context, const CallLawSettings& settings);

/// The laws that were broken, one line each: those of completion, and that nothing stays open.
std::vector<std::string> find_broken_laws(const CallLawObservation& seen);

}  // namespace orbbench::bench
