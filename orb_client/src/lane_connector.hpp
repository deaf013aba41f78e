#pragma once

#include <cstddef>
#include <memory>

#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

/// Makes connected lanes to one endpoint. Throws a CallError for the operation "connect".
class LaneConnector {
 public:
  LaneConnector(OrbRuntime& runtime, Endpoint endpoint, CallObserver* observer);

  std::unique_ptr<CoreLane> operator()(std::size_t number, Deadline deadline) const;

 private:
  OrbRuntime* runtime_;
  Endpoint endpoint_;
  CallObserver* observer_;
};

}  // namespace orbbench::orb_client
