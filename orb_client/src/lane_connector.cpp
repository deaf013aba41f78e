#include "lane_connector.hpp"

#include <utility>

#include "lane_connection.hpp"

namespace orbbench::orb_client {

LaneConnector::LaneConnector(OrbRuntime& runtime, Endpoint endpoint, CallObserver* observer)
    : runtime_(&runtime), endpoint_(std::move(endpoint)), observer_(observer) {}

std::unique_ptr<CoreLane> LaneConnector::operator()(std::size_t number, Deadline deadline) const {
  auto connection = std::make_unique<CoreLane::Connection>(runtime_->implementation(),
                                                           endpoint_.label(), number, observer_);
  connection->open(endpoint_.reference(), deadline);
  return std::make_unique<CoreLane>(std::move(connection));
}

}  // namespace orbbench::orb_client
