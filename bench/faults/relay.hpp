#pragma once

#include <array>
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <memory>
#include <span>
#include <vector>

#include "faults/connection.hpp"
#include "faults/giop_decoder.hpp"
#include "faults/reply_copies.hpp"
#include "faults/treatment.hpp"

namespace orbbench::faults {

/// One direction of a connection: reads, has the plan judge each message, and does what it says.
/// Reads on only when all before is written, so that it never holds more than one read. An effect
/// is counted before it can be seen.
class Relay {
 public:
  Relay(std::shared_ptr<Connection> connection, Direction direction);

  /// Returns at the end of this direction.
  asio::awaitable<void> run();

 private:
  enum class Flow { Open, Ended };

  asio::awaitable<void> relay_to_the_end();
  asio::awaitable<std::size_t> read_some();
  std::vector<Piece> split(std::size_t octets);
  asio::awaitable<Flow> handle(Piece& piece);
  void begin(const Piece& piece);
  asio::awaitable<Flow> begin_treatment();
  asio::awaitable<void> stop_delivering();
  asio::awaitable<void> discard_the_rest();
  asio::awaitable<Flow> deliver(Piece& piece);
  void end_here();
  asio::awaitable<Flow> end_message();
  asio::awaitable<void> write_as_treated(std::span<const std::uint8_t> octets);
  asio::awaitable<void> write(std::span<const std::uint8_t> octets);
  asio::awaitable<void> wait(std::chrono::nanoseconds duration);
  void flip_in(std::span<std::uint8_t> octets);
  void note(Treatment::Step& step, const std::string& what);

  std::shared_ptr<Connection> connection_;
  const Direction direction_;
  GiopDecoder decoder_;
  ReplyCopies copies_;
  asio::steady_timer timer_;
  std::uint64_t octets_before_ = 0;
  std::array<std::uint8_t, 65536> buffer_;

  // Of the message in progress.
  Subject subject_;
  Treatment treatment_;
  std::shared_ptr<FragmentedReply> reply_;
  bool fragments_follow_ = false;
  std::uint8_t minor_version_ = 0;
  std::uint64_t delivered_ = 0;
};

}  // namespace orbbench::faults
