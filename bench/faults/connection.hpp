#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <optional>

#include "faults/conversation.hpp"
#include "faults/proxy_state.hpp"

namespace orbbench::faults {

/// A client's socket and the one to the server that belongs to it. Owned by the coroutines that
/// serve it; for one thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Socket = asio::ip::tcp::socket;

  Connection(Socket client, ProxyState& state);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects to the server and starts both directions. The client is reset when that fails.
  asio::awaitable<void> serve(asio::ip::tcp::endpoint server);

  /// 1 for the first of a proxy, and up.
  std::uint64_t number() const { return number_; }
  Socket& source_of(Direction direction);
  Socket& sink_of(Direction direction);
  ProxyState& state() { return state_; }
  Conversation& conversation() { return conversation_; }

  /// Both sides see the connection end: what was written is delivered first. Their sockets live
  /// until they have ended it too, or for five seconds.
  void end_by_fin();
  /// Both sides see a reset.
  void end_by_reset();
  /// Nothing more is to be delivered.
  bool ended() const { return ended_; }

  /// Sends GIOP's CloseConnection to the client and ends by FIN; when the client is being sent a
  /// message just now, at that message's end.
  asio::awaitable<void> close_giop(std::uint8_t minor_version);
  /// A message to the client begins.
  void begin_message_to_client() { client_is_sent_a_message_ = true; }
  /// A message to the client is delivered to its end, or never will be.
  asio::awaitable<void> end_message_to_client();

 private:
  asio::awaitable<void> send_close(std::uint8_t minor_version);
  void refuse(const std::string& reason);
  void close_in(std::chrono::milliseconds time);
  void close();

  Socket client_;
  Socket server_;
  asio::steady_timer limit_;
  ProxyState& state_;
  Conversation conversation_;
  const std::uint64_t number_;
  bool ended_ = false;
  bool client_is_sent_a_message_ = false;
  std::optional<std::uint8_t> close_is_due_;
};

}  // namespace orbbench::faults
