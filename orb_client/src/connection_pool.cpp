#include "orbbench/orb_client/connection_pool.hpp"

#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "lane_connector.hpp"
#include "lane_pool.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "pool_limits.hpp"

namespace orbbench::orb_client {
namespace {

const PoolLimits& checked(const PoolLimits& limits) {
  const std::vector<std::string> mistakes = find_mistakes(limits);
  if (!mistakes.empty()) {
    throw ConfigError(mistakes.front());
  }
  return limits;
}

}  // namespace

struct ConnectionPool::Implementation {
  Endpoint endpoint;
  LanePool<CoreLane> lanes;
  std::jthread reaper{};  ///< last: it ends before the lanes do

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
  if (limits.idle_limit.count() > 0) {
    LanePool<CoreLane>& lanes = implementation_->lanes;
    implementation_->reaper =
        std::jthread([&lanes](const std::stop_token& stop) { lanes.reap_until(stop); });
  }
}

ConnectionPool::~ConnectionPool() = default;

Lease ConnectionPool::lease(Deadline deadline,
                            std::optional<Deadline::Clock::duration> connect_budget) {
  auto acquired = implementation_->lanes.acquire(deadline, connect_budget);
  if (const auto* refusal = std::get_if<LaneRefusal>(&acquired)) {
    implementation_->refuse(*refusal);
  }
  return Lease(*this, std::get<std::unique_ptr<CoreLane>>(std::move(acquired)));
}

WarmUp ConnectionPool::warm_up(Deadline deadline) {
  WarmUp report;
  try {
    implementation_->lanes.connect_all(deadline);
  } catch (const CallError& error) {
    report.problem = error.what();
  }
  const PoolState now = state();
  report.connected = now.idle + now.leased;
  return report;
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
