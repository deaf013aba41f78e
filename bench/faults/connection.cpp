#include "faults/connection.hpp"

#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>

#include "faults/event_log.hpp"
#include "faults/relay.hpp"

namespace orbbench::faults {
namespace {

using asio::ip::tcp;

/// For the sides to end a connection that was ended here.
constexpr std::chrono::milliseconds kFarewell{5000};

asio::awaitable<void> run_relay(std::shared_ptr<Connection> connection, Direction direction) {
  Relay relay(std::move(connection), direction);
  co_await relay.run();
}

void reset(tcp::socket& socket) {
  asio::error_code ignored;  // it may be gone already, which is what is wanted
  socket.set_option(asio::socket_base::linger(true, 0), ignored);
  socket.close(ignored);
}

}  // namespace

Connection::Connection(Socket client, ProxyState& state)
    : client_(std::move(client)),
      server_(client_.get_executor()),
      limit_(client_.get_executor()),
      state_(state),
      number_(++state.connections_taken) {
  ++state_.connections_open;
}

Connection::~Connection() {
  --state_.connections_open;
}

asio::awaitable<void> Connection::serve(tcp::endpoint server) {
  const auto self = shared_from_this();
  if (state_.connections_open > state_.most_connections) {
    refuse("there are " + std::to_string(state_.most_connections) + " connections already");
    co_return;
  }
  close_in(state_.connect_timeout);
  asio::error_code error;
  co_await server_.async_connect(server, asio::redirect_error(asio::use_awaitable, error));
  limit_.cancel();
  if (error) {
    refuse("no connection to the server: " + (ended_ ? "it does not answer" : error.message()));
    co_return;
  }
  asio::error_code ignored;  // a side that is gone already shows when it is read
  client_.set_option(tcp::no_delay(true), ignored);
  server_.set_option(tcp::no_delay(true), ignored);
  const auto executor = client_.get_executor();
  asio::co_spawn(executor, run_relay(self, Direction::ToServer), asio::detached);
  asio::co_spawn(executor, run_relay(self, Direction::ToClient), asio::detached);
}

void Connection::refuse(const std::string& reason) {
  ++state_.connections_refused;
  state_.log(refusal_line(number_, reason));
  end_by_reset();
}

void Connection::close_in(std::chrono::milliseconds time) {
  limit_.expires_after(time);
  limit_.async_wait([weak = weak_from_this()](const asio::error_code& error) {
    const auto self = weak.lock();
    if (!error && self) {
      self->close();
    }
  });
}

void Connection::close() {
  ended_ = true;
  asio::error_code ignored;  // a side that is gone already needs no end
  client_.close(ignored);
  server_.close(ignored);
}

Connection::Socket& Connection::source_of(Direction direction) {
  return direction == Direction::ToServer ? client_ : server_;
}

Connection::Socket& Connection::sink_of(Direction direction) {
  return direction == Direction::ToServer ? server_ : client_;
}

// Reading goes on: a socket that is closed with octets unread sends a reset, which may overtake
// what was written.
void Connection::end_by_fin() {
  ended_ = true;
  asio::error_code ignored;  // a side that is gone already needs no end
  client_.shutdown(tcp::socket::shutdown_send, ignored);
  server_.shutdown(tcp::socket::shutdown_send, ignored);
  close_in(kFarewell);
}

void Connection::end_by_reset() {
  ended_ = true;
  limit_.cancel();
  reset(client_);
  reset(server_);
}

asio::awaitable<void> Connection::close_giop(std::uint8_t minor_version) {
  if (client_is_sent_a_message_) {
    close_is_due_ = minor_version;
    co_return;
  }
  co_await send_close(minor_version);
}

asio::awaitable<void> Connection::end_message_to_client() {
  client_is_sent_a_message_ = false;
  if (close_is_due_) {
    const std::uint8_t minor_version = *close_is_due_;
    close_is_due_.reset();
    co_await send_close(minor_version);
  }
}

// Ended before it is sent, so that the other direction does not write between its octets.
asio::awaitable<void> Connection::send_close(std::uint8_t minor_version) {
  const std::array<std::uint8_t, kGiopHeaderOctets> message = {
      'G', 'I',           'O', 'P',
      1,   minor_version, 0,   static_cast<std::uint8_t>(MessageType::CloseConnection)};
  ended_ = true;
  co_await asio::async_write(client_, asio::buffer(message), asio::use_awaitable);
  end_by_fin();
}

}  // namespace orbbench::faults
