#include "core_call.hpp"

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::launcher {

bool core_answers(const std::string& reference, std::chrono::milliseconds time) try {
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(reference),
                                  {.lanes = 1, .waiters = 0});
  const auto deadline = orb_client::Deadline::after(time);
  pool.lease(deadline)->ping(deadline);
  return true;
} catch (const orb_client::CallError&) {
  return false;
}

}  // namespace orbbench::launcher
