#include "orbbench/orb_client/connection_pool.hpp"

#include <string>
#include <utility>

#include "lane_connector.hpp"
#include "lane_pool.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxLanes = 256;

const PoolLimits& checked(const PoolLimits& limits) {
  if (limits.lanes < 1 || limits.lanes > kMaxLanes) {
    throw ConfigError("a pool of " + std::to_string(limits.lanes) + " lanes: 1 to " +
                      std::to_string(kMaxLanes) + " would be right");
  }
  return limits;
}

}  // namespace

struct ConnectionPool::Implementation {
  Endpoint endpoint;
  LanePool<CoreLane> lanes;

  [[noreturn]] void refuse(LaneRefusal refusal) const {
    const CallFacts facts{.operation = "lease", .endpoint = endpoint.label(), .exception = ""};
    const PoolLimits& limits = lanes.limits();
    if (refusal == LaneRefusal::QueueFull) {
      throw PoolExhaustedError(facts,
                               "all " + std::to_string(limits.lanes) + " lanes are leased and " +
                                   std::to_string(limits.waiters) + " waiters queue already");
    }
    throw TimeoutError(facts, "the deadline passed before one of " + std::to_string(limits.lanes) +
                                  " lanes became free");
  }
};

ConnectionPool::ConnectionPool(OrbRuntime& runtime, Endpoint endpoint, PoolLimits limits,
                               CallObserver* observer) {
  checked(limits);
  LaneConnector connector(runtime, endpoint, observer);
  implementation_ = std::unique_ptr<Implementation>(
      new Implementation{std::move(endpoint), {limits, std::move(connector)}});
}

ConnectionPool::~ConnectionPool() = default;

Lease ConnectionPool::lease(Deadline deadline) {
  auto acquired = implementation_->lanes.acquire(deadline);
  if (const auto* refusal = std::get_if<LaneRefusal>(&acquired)) {
    implementation_->refuse(*refusal);
  }
  return Lease(*this, std::get<std::unique_ptr<CoreLane>>(std::move(acquired)));
}

PoolState ConnectionPool::state() const {
  return implementation_->lanes.state();
}

const Endpoint& ConnectionPool::endpoint() const {
  return implementation_->endpoint;
}

const PoolLimits& ConnectionPool::limits() const {
  return implementation_->lanes.limits();
}

Lease::Lease(ConnectionPool& pool, std::unique_ptr<CoreLane> lane)
    : pool_(&pool), lane_(std::move(lane)) {}

Lease::Lease(Lease&& other) noexcept = default;

Lease& Lease::operator=(Lease&& other) noexcept {
  if (this != &other) {
    give_back();
    pool_ = other.pool_;
    lane_ = std::move(other.lane_);
  }
  return *this;
}

Lease::~Lease() {
  give_back();
}

void Lease::give_back() noexcept {
  if (lane_) {
    pool_->implementation_->lanes.release(std::move(lane_));
  }
}

}  // namespace orbbench::orb_client
