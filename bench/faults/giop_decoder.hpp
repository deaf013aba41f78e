#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "faults/giop_message.hpp"

namespace orbbench::faults {

/// Some octets of one direction of a connection, in their order.
struct Piece {
  /// Set when these are the first octets of a message.
  std::optional<GiopMessage> begins = {};
  /// They are the last ones of their message. False for octets that are no GIOP.
  bool ends = false;
  std::vector<std::uint8_t> octets = {};
};

/// Splits one direction of a connection into GIOP messages, whatever the pieces it arrives in. Once
/// it has met what cannot be GIOP 1.0 to 1.2 it hands all further octets on as they come. Never
/// loses, adds, reorders or changes an octet; throws nothing of its own. Holds back at most the
/// octets of one head. For one thread.
class GiopDecoder {
 public:
  explicit GiopDecoder(GiopLimits limits = {}) : limits_(limits) {}

  std::vector<Piece> feed(std::span<const std::uint8_t> octets);

  /// What is held back when the stream ends in the middle of a head.
  std::vector<std::uint8_t> flush();

  bool is_giop() const { return is_giop_; }

 private:
  std::span<const std::uint8_t> waiting() const;
  bool advance(std::vector<Piece>& pieces);
  bool begin_message(std::vector<Piece>& pieces);
  std::vector<std::uint8_t> take(std::uint64_t most);

  GiopLimits limits_;
  bool is_giop_ = true;
  /// Of the message in progress.
  std::uint64_t octets_left_ = 0;
  std::vector<std::uint8_t> pending_;
  std::size_t taken_ = 0;
};

}  // namespace orbbench::faults
