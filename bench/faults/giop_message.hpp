#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orbbench::faults {

/// The numbers are those of the wire (CORBA 3.3 part 2, 9.4.1).
enum class MessageType : std::uint8_t {
  Request = 0,
  Reply = 1,
  CancelRequest = 2,
  LocateRequest = 3,
  LocateReply = 4,
  CloseConnection = 5,
  MessageError = 6,
  Fragment = 7
};

enum class ByteOrder { BigEndian, LittleEndian };

/// "request", "locate_reply" ...
const char* to_string(MessageType type);
std::optional<MessageType> message_type_named(std::string_view name);

inline constexpr std::size_t kGiopHeaderOctets = 12;

struct GiopLimits {
  /// A larger message is taken for something other than GIOP.
  std::uint64_t largest_message_octets = 64UL * 1024 * 1024;
  /// A message is passed on without request id or operation when they lie further in.
  std::size_t largest_head_octets = 64UL * 1024;
  /// A connection's replies are not duplicated beyond what this holds.
  std::size_t largest_copy_octets = 16UL * 1024 * 1024;
};

/// What can be said of one GIOP message when its head has been read.
struct GiopMessage {
  std::uint8_t major_version = 1;
  std::uint8_t minor_version = 0;
  MessageType type = MessageType::Request;
  ByteOrder byte_order = ByteOrder::BigEndian;
  /// Further fragments of it follow (never in GIOP 1.0).
  bool fragments_follow = false;
  /// Of the whole message, its twelve octets of header among them.
  std::uint64_t octets = 0;
  /// Absent where the type has none (a GIOP 1.1 fragment, CloseConnection) or the head cannot be
  /// read.
  std::optional<std::uint32_t> request_id = {};
  /// Of a request whose head can be read; empty for all else.
  std::string operation = {};
};

}  // namespace orbbench::faults
