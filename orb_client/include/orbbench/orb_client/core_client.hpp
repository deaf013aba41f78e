#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/circuit_breaker.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/last_good.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

/// Whether a call may be sent again when nobody knows whether the first one ran; idl/orb_core.idl
/// says it of each operation.
enum class Repeatability { NotRepeatable, Repeatable };

/// How one operation is to be called.
struct OperationPolicy {
  /// What breakers, bulkheads and counts go by: 1 to 64 printable characters, from a small fixed
  /// set. A client takes 256 different ones: an id does not belong here.
  std::string name = {};
  Repeatability repeatability = Repeatability::NotRepeatable;
  /// The operation's bulkhead: calls that may run at once, over all endpoints; 0 for no bound but
  /// the pools'.
  std::size_t max_concurrent = 0;
  /// The longest that one try may take; 0 for all that is left of the deadline. With it, a call to
  /// an endpoint that hangs leaves time for another try, if the operation is repeatable.
  std::chrono::milliseconds attempt_limit{0};
};

struct RetryPolicy {
  std::uint32_t attempts = 3;                 ///< 1 to 10
  std::chrono::milliseconds first_delay{20};  ///< doubles with each attempt
  std::chrono::milliseconds longest_delay{1000};
  std::uint64_t seed =
      0;  ///< of the jitter (each delay is cut by up to a half); 0 for a random one
};

struct CoreClientOptions {
  std::vector<Endpoint> endpoints = {};  ///< in the order of preference, 1 to 8
  PoolLimits pool = {};                  ///< of each endpoint
  RetryPolicy retry = {};
  BreakerPolicy breaker = {};
};

struct BreakerReport {
  std::string operation;
  std::string endpoint;
  BreakerState state;
};

struct EndpointPool {
  std::string endpoint;
  PoolState pool;
};

/// Calls a core that may be had at several endpoints, and makes the best of those that fail.
///
/// An attempt goes through the endpoints in their order, past those whose breaker for the operation
/// is open, until one serves the call. When none did, further attempts follow after a delay that
/// doubles and is jittered, as long as the deadline has room for it. A try is followed by another
/// one only if it failed for a passing reason (unreachable, or timed out with time left) and did
/// not run: its completion is No, or it is Maybe and the operation is repeatable. A call that used
/// up its deadline is never repeated, whatever its completion. An error that the core itself
/// answered with ends the call at once.
///
/// While connecting, an endpoint may use its even share of what is left of the deadline, the last
/// one all of it: a dead endpoint leaves time for the next.
///
/// A breaker counts what speaks of its endpoint: UnreachableError, TimeoutError, ProtocolError, and
/// RemoteErrors by which a server says that it is sick (INTERNAL, NO_MEMORY, ...). Others, user
/// exceptions among them, are no result at all.
///
/// Thread-safe. Destroyed only when no call is under way.
class CoreClient {
 public:
  /// Throws a ConfigError with one line per mistake. Connects nothing yet. The runtime and the
  /// observer, if any, must outlive the client.
  CoreClient(OrbRuntime& runtime, CoreClientOptions options, CallObserver* observer = nullptr);
  ~CoreClient();
  CoreClient(const CoreClient&) = delete;
  CoreClient& operator=(const CoreClient&) = delete;

  /// Makes one remote call: `call(CoreLane&, Deadline)`, whose result it returns. `call` may run
  /// several times, each time on a lane of its own, and must make one remote call of that lane
  /// under that deadline. Throws the CallError of the last try; BreakerOpenError or
  /// BulkheadFullError at once; ConfigError for a policy that cannot be; and what `call` throws.
  template <class Call>
  auto call(const OperationPolicy& operation, Deadline deadline, Call&& call);

  /// The same for a repeatable operation that may be answered from the past: with the value kept
  /// last under the key, when every endpoint is down (unreachable, or its breaker open) and
  /// `last_good` still has one.
  template <class Key, class Value, class Call>
  Answer<Value> call_or_last_good(const OperationPolicy& operation, Deadline deadline,
                                  LastGood<Key, Value>& last_good, const Key& key, Call&& call);

  /// Connects all lanes of all endpoints, as far as the deadline and the endpoints allow. Returns
  /// how many are connected.
  std::size_t warm_up(Deadline deadline);

  std::vector<BreakerReport> breakers() const;
  std::vector<EndpointPool> pools() const;

 private:
  using Attempt = std::function<void(CoreLane&, Deadline)>;
  void run(const OperationPolicy& operation, Deadline deadline, const Attempt& attempt);

  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

/// True for an error that says that no endpoint could be reached, rather than that one was busy,
/// slow or in disagreement.
bool means_every_endpoint_is_down(const CallError& error);

/// Throws ConfigError unless the operation is repeatable.
void require_repeatable(const OperationPolicy& operation);

template <class Call>
auto CoreClient::call(const OperationPolicy& operation, Deadline deadline, Call&& call) {
  using Result = std::invoke_result_t<Call&, CoreLane&, Deadline>;
  if constexpr (std::is_void_v<Result>) {
    run(operation, deadline, [&call](CoreLane& lane, Deadline limit) { call(lane, limit); });
  } else {
    std::optional<Result> result;
    run(operation, deadline,
        [&call, &result](CoreLane& lane, Deadline limit) { result.emplace(call(lane, limit)); });
    return *std::move(result);
  }
}

template <class Key, class Value, class Call>
Answer<Value> CoreClient::call_or_last_good(const OperationPolicy& operation, Deadline deadline,
                                            LastGood<Key, Value>& last_good, const Key& key,
                                            Call&& call) {
  require_repeatable(operation);
  try {
    Value value = this->call(operation, deadline, call);
    last_good.keep(key, value);
    return {.value = std::move(value), .freshness = Freshness::Fresh, .age = {}};
  } catch (const CallError& error) {
    if (!means_every_endpoint_is_down(error)) {
      throw;
    }
    if (auto kept = last_good.find(key)) {
      return *std::move(kept);
    }
    throw;
  }
}

}  // namespace orbbench::orb_client
