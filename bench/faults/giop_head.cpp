#include "faults/giop_head.hpp"

#include <algorithm>
#include <array>

namespace orbbench::faults {
namespace {

std::uint32_t number_of(std::span<const std::uint8_t> octets, ByteOrder order) {
  std::uint32_t value = 0;
  for (std::size_t index = 0; index < 4; ++index) {
    value = value << 8 | octets[order == ByteOrder::LittleEndian ? 3 - index : index];
  }
  return value;
}

/// Reads CDR from the octets of a message that are there so far. The first value that is not there,
/// or that would lie beyond the message's end, ends the reading: all later ones are zero.
class CdrReader {
 public:
  CdrReader(std::span<const std::uint8_t> octets, const GiopMessage& message)
      : octets_(octets), message_(message) {}

  HeadState state() const { return state_; }

  std::uint32_t read_ulong() {
    align(4);
    const auto taken = take(4);
    return taken.empty() ? 0 : number_of(taken, message_.byte_order);
  }

  std::uint16_t read_ushort() {
    align(2);
    const auto taken = take(2);
    if (taken.empty()) {
      return 0;
    }
    const bool little = message_.byte_order == ByteOrder::LittleEndian;
    return static_cast<std::uint16_t>(taken[little ? 1 : 0] << 8 | taken[little ? 0 : 1]);
  }

  void skip(std::uint64_t count) { take(count); }
  void skip_sequence() { take(read_ulong()); }

  /// The terminating NUL is counted in its length, and left out.
  std::string read_string() {
    const auto taken = take(read_ulong());
    return taken.empty() ? std::string() : std::string(taken.begin(), taken.end() - 1);
  }

 private:
  void align(std::uint64_t boundary) { take((boundary - position_ % boundary) % boundary); }

  std::span<const std::uint8_t> take(std::uint64_t count) {
    if (state_ != HeadState::Complete || count == 0) {
      return {};
    }
    if (count > message_.octets - position_) {
      state_ = HeadState::Unreadable;
      return {};
    }
    if (count > octets_.size() - position_) {
      state_ = HeadState::Incomplete;
      return {};
    }
    const auto taken = octets_.subspan(position_, count);
    position_ += count;
    return taken;
  }

  std::span<const std::uint8_t> octets_;
  const GiopMessage& message_;
  std::uint64_t position_ = kGiopHeaderOctets;
  HeadState state_ = HeadState::Complete;
};

void skip_contexts(CdrReader& reader) {
  const std::uint32_t count = reader.read_ulong();
  for (std::uint32_t index = 0; index < count && reader.state() == HeadState::Complete; ++index) {
    reader.read_ulong();
    reader.skip_sequence();
  }
}

void skip_profile(CdrReader& reader) {
  reader.read_ulong();
  reader.skip_sequence();
}

/// TargetAddress (CORBA 3.3 part 2, 9.4.2).
bool skip_target(CdrReader& reader) {
  switch (reader.read_ushort()) {
    case 0:  // KeyAddr
      reader.skip_sequence();
      return true;
    case 1:  // ProfileAddr
      skip_profile(reader);
      return true;
    case 2: {  // ReferenceAddr
      reader.read_ulong();
      reader.skip_sequence();
      const std::uint32_t profiles = reader.read_ulong();
      for (std::uint32_t index = 0; index < profiles && reader.state() == HeadState::Complete;
           ++index) {
        skip_profile(reader);
      }
      return true;
    }
    default:
      return false;
  }
}

HeadState read_old_request(CdrReader& reader, GiopMessage& message) {
  skip_contexts(reader);
  const std::uint32_t request_id = reader.read_ulong();
  reader.skip(message.minor_version == 0 ? 1 : 4);  // response_expected, and three reserved
  reader.skip_sequence();
  const std::string operation = reader.read_string();
  if (reader.state() == HeadState::Complete) {
    message.request_id = request_id;
    message.operation = operation;
  }
  return reader.state();
}

HeadState read_request(CdrReader& reader, GiopMessage& message) {
  const std::uint32_t request_id = reader.read_ulong();
  if (reader.state() == HeadState::Complete) {
    message.request_id = request_id;
  }
  reader.skip(4);  // response_flags, and three reserved
  if (!skip_target(reader)) {
    return HeadState::Unreadable;
  }
  const std::string operation = reader.read_string();
  if (reader.state() == HeadState::Complete) {
    message.operation = operation;
  }
  return reader.state();
}

HeadState read_id(CdrReader& reader, GiopMessage& message) {
  const std::uint32_t request_id = reader.read_ulong();
  if (reader.state() == HeadState::Complete) {
    message.request_id = request_id;
  }
  return reader.state();
}

HeadState read_old_reply(CdrReader& reader, GiopMessage& message) {
  skip_contexts(reader);
  return read_id(reader, message);
}

}  // namespace

HeadState read_frame(std::span<const std::uint8_t> octets, GiopMessage& message) {
  constexpr std::array<std::uint8_t, 5> kStart = {'G', 'I', 'O', 'P', 1};
  const std::size_t there = std::min(octets.size(), kStart.size());
  if (!std::equal(kStart.begin(), kStart.begin() + there, octets.begin()) ||
      (octets.size() > 5 && octets[5] > 2) || (octets.size() > 7 && octets[7] > 7)) {
    return HeadState::Unreadable;
  }
  if (octets.size() < kGiopHeaderOctets) {
    return HeadState::Incomplete;
  }
  message = GiopMessage();
  message.minor_version = octets[5];
  message.byte_order = (octets[6] & 1) != 0 ? ByteOrder::LittleEndian : ByteOrder::BigEndian;
  message.fragments_follow = message.minor_version > 0 && (octets[6] & 2) != 0;
  message.type = static_cast<MessageType>(octets[7]);
  const std::uint64_t body = number_of(octets.subspan(8, 4), message.byte_order);
  message.octets = kGiopHeaderOctets + body;
  return HeadState::Complete;
}

HeadState read_head(std::span<const std::uint8_t> octets, GiopMessage& message) {
  CdrReader reader(octets, message);
  const bool is_old = message.minor_version < 2;
  switch (message.type) {
    case MessageType::Request:
      return is_old ? read_old_request(reader, message) : read_request(reader, message);
    case MessageType::Reply:
      return is_old ? read_old_reply(reader, message) : read_id(reader, message);
    case MessageType::CancelRequest:
    case MessageType::LocateRequest:
    case MessageType::LocateReply:
      return read_id(reader, message);
    case MessageType::Fragment:
      return is_old ? HeadState::Complete : read_id(reader, message);
    case MessageType::CloseConnection:
    case MessageType::MessageError:
      break;
  }
  return HeadState::Complete;
}

}  // namespace orbbench::faults
