#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "faults/fault.hpp"
#include "faults/giop_message.hpp"

namespace orbbench::faults {

struct ProxyOptions {
  /// HOST:PORT each; an IPv6 host in brackets. The server's is looked up once, and is the only
  /// address that is ever dialled. Port 0 listens on any free one.
  std::string upstream = {};
  std::string listen = "127.0.0.1:0";
  /// Armed from the first connection on.
  std::vector<Fault> faults = {};
  std::uint64_t seed = 0;
  Protocol protocol = Protocol::Giop;
  GiopLimits limits = {};
  /// 1 or more; a further one is reset at once.
  std::size_t most_connections = 1024;
  std::chrono::milliseconds connect_timeout{5000};
  /// Given one line of JSON per effect, and per connection that was refused or could not be made;
  /// on the proxy's thread. Must not throw.
  std::function<void(const std::string&)> log = [](const std::string&) {};
};

struct ProxyStatistics {
  std::uint64_t connections_taken = 0;
  std::uint64_t connections_refused = 0;  ///< beyond the bound, or the server was away
  std::uint64_t connections_open = 0;
  std::uint64_t messages_to_server = 0;  ///< chunks, where the protocol is not GIOP
  std::uint64_t messages_to_client = 0;
  std::uint64_t octets_to_server = 0;  ///< as they came, before any fault
  std::uint64_t octets_to_client = 0;
  /// All that were armed, in that order; disarmed ones too.
  std::vector<FaultStatistics> faults;
};

/// Stands between clients and one server, on a thread of its own, and breaks their connections as
/// its faults say. Owned by one; all members may be called from any thread. A fault that is armed
/// or disarmed changes the messages that begin afterwards, on connections in progress too. Each
/// connection holds at most one read (64 KiB) and one message head a direction, and while a reply
/// is duplicated its copy, bounded by `limits`. A client that finds the server away is reset after
/// its connection was taken, where without a proxy it would have been refused.
///
///   FaultProxy proxy({.upstream = core.address(), .seed = 7});
///   proxy.arm({.kind = FaultKind::Drop, .match = {.probability = 0.02}});
///   proxy.arm({.kind = FaultKind::Cut,
///              .match = {.type = MessageType::Request, .probability = 0.01},
///              .after_octets = 20});
///   ... calls through proxy.address() ...
///   EXPECT_THAT(without_effect(proxy.statistics().faults), IsEmpty());
class FaultProxy {
 public:
  /// Listens and serves when it returns. Throws orb_client::ConfigError for an address that is
  /// none and for a fault that is none, and std::system_error when it cannot be listened on.
  explicit FaultProxy(ProxyOptions options);
  /// Ends all connections.
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::uint16_t port() const;
  /// HOST:PORT that it listens on.
  std::string address() const;
  Protocol protocol() const;

  /// Returns the fault's id. Throws orb_client::ConfigError for a fault that is none (`checked`),
  /// or when 1000 are kept that are armed or had no effect.
  std::uint64_t arm(const Fault& fault);
  /// False when no such fault is armed. Its statistics are kept.
  bool disarm(std::uint64_t id);
  /// Disarms all; returns how many were armed.
  std::size_t clear();

  ProxyStatistics statistics() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::faults
