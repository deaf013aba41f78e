#include "orbbench/orb_client/core_client.hpp"

#include <deque>
#include <set>

#include "back_off.hpp"
#include "call_attempts.hpp"
#include "operation_table.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "pool_limits.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxEndpoints = 8;
constexpr std::uint32_t kMaxAttempts = 10;
constexpr std::size_t kMaxBreakerWindow = 1000;

using Mistakes = std::vector<std::string>;

void require(bool holds, Mistakes& mistakes, const std::string& otherwise) {
  if (!holds) {
    mistakes.push_back(otherwise);
  }
}

void check_endpoints(const std::vector<Endpoint>& endpoints, Mistakes& mistakes) {
  require(!endpoints.empty() && endpoints.size() <= kMaxEndpoints, mistakes,
          std::to_string(endpoints.size()) + " endpoints: 1 to 8 would be right");
  std::set<std::string> known;
  for (const Endpoint& endpoint : endpoints) {
    require(known.insert(endpoint.reference()).second, mistakes,
            "endpoint " + endpoint.label() + " is given twice: once would be right");
  }
}

void check_retry(const RetryPolicy& retry, Mistakes& mistakes) {
  require(retry.attempts >= 1 && retry.attempts <= kMaxAttempts, mistakes,
          std::to_string(retry.attempts) + " attempts: 1 to 10 would be right");
  require(retry.first_delay.count() > 0 && retry.first_delay <= retry.longest_delay, mistakes,
          "a first delay of " + std::to_string(retry.first_delay.count()) +
              " ms: above 0, and at most the longest delay, would be right");
}

void check_breaker(const BreakerPolicy& breaker, Mistakes& mistakes) {
  require(breaker.consecutive_failures >= 1, mistakes,
          "a breaker that opens after 0 failures in a row: 1 or more would be right");
  require(breaker.window >= 1 && breaker.window <= kMaxBreakerWindow, mistakes,
          "a breaker's window of " + std::to_string(breaker.window) +
              " results: 1 to 1000 would be right");
  require(breaker.window_failures >= 1 && breaker.window_failures <= breaker.window, mistakes,
          "a breaker that opens at " + std::to_string(breaker.window_failures) +
              " failures in its window: 1 to the window's size would be right");
  require(breaker.cool_down.count() > 0, mistakes,
          "a breaker's cool-down of " + std::to_string(breaker.cool_down.count()) +
              " ms: above 0 would be right");
  require(breaker.successes_to_close >= 1, mistakes,
          "a breaker that closes after 0 successes: 1 or more would be right");
}

CoreClientOptions checked(CoreClientOptions options) {
  Mistakes mistakes = find_mistakes(options.pool);
  check_endpoints(options.endpoints, mistakes);
  check_retry(options.retry, mistakes);
  check_breaker(options.breaker, mistakes);
  if (mistakes.empty()) {
    return options;
  }
  std::string lines;
  for (const std::string& mistake : mistakes) {
    lines += (lines.empty() ? "" : "\n") + mistake;
  }
  throw ConfigError(lines);
}

}  // namespace

struct CoreClient::Implementation {
  Implementation(OrbRuntime& runtime, const CoreClientOptions& options, CallObserver* observer)
      : operations(options.endpoints.size(), options.breaker),
        back_off(options.retry),
        surroundings{pools, back_off, options.retry.attempts, observer} {
    for (const Endpoint& endpoint : options.endpoints) {
      // Without the observer: it is told of whole calls, not of what their tries do on a lane.
      pools.emplace_back(runtime, endpoint, options.pool);
    }
  }

  std::deque<ConnectionPool> pools;
  OperationTable operations;
  BackOff back_off;
  CallSurroundings surroundings;
};

CoreClient::CoreClient(OrbRuntime& runtime, CoreClientOptions options, CallObserver* observer)
    : implementation_(
          std::make_unique<Implementation>(runtime, checked(std::move(options)), observer)) {}

CoreClient::~CoreClient() = default;

void CoreClient::run(const OperationPolicy& operation, Deadline deadline, const Attempt& attempt) {
  OperationState& state = implementation_->operations.find_or_add(operation.name);
  CallAttempts(implementation_->surroundings, operation, state, deadline, attempt).run();
}

std::size_t CoreClient::warm_up(Deadline deadline) {
  std::size_t connected = 0;
  for (ConnectionPool& pool : implementation_->pools) {
    connected += pool.warm_up(deadline).connected;
  }
  return connected;
}

std::vector<BreakerReport> CoreClient::breakers() const {
  std::vector<BreakerReport> reports;
  implementation_->operations.for_each([&](const OperationState& operation) {
    for (std::size_t i = 0; i < operation.breakers.size(); ++i) {
      reports.push_back({operation.name, implementation_->pools[i].endpoint().label(),
                         operation.breakers[i].state()});
    }
  });
  return reports;
}

std::vector<EndpointPool> CoreClient::pools() const {
  std::vector<EndpointPool> states;
  for (const ConnectionPool& pool : implementation_->pools) {
    states.push_back({pool.endpoint().label(), pool.state()});
  }
  return states;
}

bool means_every_endpoint_is_down(const CallError& error) {
  if (dynamic_cast<const TimeoutError*>(&error) != nullptr) {
    return error.facts().operation == "connect";
  }
  return dynamic_cast<const UnreachableError*>(&error) != nullptr ||
         dynamic_cast<const BreakerOpenError*>(&error) != nullptr;
}

void require_repeatable(const OperationPolicy& operation) {
  if (operation.repeatability != Repeatability::Repeatable) {
    throw ConfigError("a last good answer for " + operation.name +
                      ": a repeatable operation would be right");
  }
}

}  // namespace orbbench::orb_client
