#include "faults/fault_proxy.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <thread>

#include "faults/connection.hpp"
#include "faults/event_log.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::faults {
namespace {

using asio::ip::tcp;

/// After an accept that failed for want of descriptors or memory.
constexpr std::chrono::milliseconds kPauseAfterRefusal{100};

tcp::endpoint resolve(asio::io_context& context, const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == address.size()) {
    throw orb_client::ConfigError("address \"" + address + "\" is not HOST:PORT");
  }
  std::string host = address.substr(0, colon);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  tcp::resolver resolver(context);
  asio::error_code error;
  const auto found =
      resolver.resolve(host, address.substr(colon + 1), tcp::resolver::numeric_service, error);
  if (error || found.empty()) {
    throw orb_client::ConfigError("address \"" + address + "\": " + error.message());
  }
  return found.begin()->endpoint();
}

tcp::acceptor listen_at(asio::io_context& context, const std::string& address) {
  try {
    return {context, resolve(context, address)};
  } catch (const std::system_error& error) {
    throw std::system_error(error.code(), "cannot listen at " + address);
  }
}

void check(const ProxyOptions& options) {
  if (options.most_connections == 0) {
    throw orb_client::ConfigError("most_connections must be 1 or more");
  }
}

}  // namespace

struct FaultProxy::Implementation {
  explicit Implementation(ProxyOptions&& options)
      : state(options.seed),
        context(1),
        server(resolve(context, options.upstream)),
        acceptor(listen_at(context, options.listen)) {
    check(options);
    state.log = std::move(options.log);
    state.protocol = options.protocol;
    state.limits = options.limits;
    state.most_connections = options.most_connections;
    state.connect_timeout = options.connect_timeout;
    for (const Fault& fault : options.faults) {
      state.plan.arm(checked(fault, state.protocol));
    }
    listening_at = acceptor.local_endpoint();
    asio::co_spawn(context, accept_connections(), asio::detached);
    thread = std::jthread([this] { context.run(); });
  }

  ~Implementation() { context.stop(); }

  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;

  asio::awaitable<void> accept_connections() {
    for (;;) {
      asio::error_code error;
      tcp::socket client =
          co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error) {
        state.log(refusal_line(0, "it could not be taken: " + error.message()));
        asio::steady_timer pause(context, kPauseAfterRefusal);
        co_await pause.async_wait(asio::use_awaitable);
        continue;
      }
      const auto connection = std::make_shared<Connection>(std::move(client), state);
      asio::co_spawn(context, connection->serve(server), asio::detached);
    }
  }

  ProxyState state;
  asio::io_context context;  // its coroutines use the state: it goes first
  tcp::endpoint server;
  tcp::acceptor acceptor;
  tcp::endpoint listening_at;
  std::jthread thread;  // uses all of it: joined first
};

FaultProxy::FaultProxy(ProxyOptions options)
    : implementation_(std::make_unique<Implementation>(std::move(options))) {}

FaultProxy::~FaultProxy() = default;

std::uint16_t FaultProxy::port() const {
  return implementation_->listening_at.port();
}

std::string FaultProxy::address() const {
  const tcp::endpoint& endpoint = implementation_->listening_at;
  const std::string host = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + host + "]" : host) + ":" +
         std::to_string(endpoint.port());
}

Protocol FaultProxy::protocol() const {
  return implementation_->state.protocol;
}

std::uint64_t FaultProxy::arm(const Fault& fault) {
  return implementation_->state.plan.arm(checked(fault, protocol()));
}

bool FaultProxy::disarm(std::uint64_t id) {
  return implementation_->state.plan.disarm(id);
}

std::size_t FaultProxy::clear() {
  return implementation_->state.plan.disarm_all();
}

ProxyStatistics FaultProxy::statistics() const {
  ProxyState& state = implementation_->state;
  const DirectionCounts& to_server = state.counts(Direction::ToServer);
  const DirectionCounts& to_client = state.counts(Direction::ToClient);
  return {.connections_taken = state.connections_taken,
          .connections_refused = state.connections_refused,
          .connections_open = state.connections_open,
          .messages_to_server = to_server.messages,
          .messages_to_client = to_client.messages,
          .octets_to_server = to_server.octets,
          .octets_to_client = to_client.octets,
          .faults = state.plan.statistics()};
}

}  // namespace orbbench::faults
