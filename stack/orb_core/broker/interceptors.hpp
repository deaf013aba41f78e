#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::orb_core {

/// What the ORB told of the request that this thread is working on.
struct Arrival {
  std::chrono::steady_clock::time_point time;
  std::string peer;
  std::vector<std::uint32_t> context_ids;  ///< of the request's service contexts
  std::string correlation_id;              ///< that the request carried; empty without one
};

const Arrival& current_arrival();

/// Has this thread's connection closed when its reply is about to be sent.
void drop_current_reply();

/// Hooks into the ORB: notes arrivals, drops replies, and sends exception texts as
/// ExceptionDetailMessage service contexts (CORBA 3.3 part 2, 9.7.1). Call once, after ORB_init.
void install_interceptors();

}  // namespace orbbench::orb_core
