#include "interop/wire/giop_message.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace orbbench::interop {
namespace {

constexpr std::array<std::uint8_t, 4> kMagic{'G', 'I', 'O', 'P'};
constexpr std::size_t kFlagsPlace = 6;
constexpr std::size_t kSizePlace = 8;
constexpr std::uint8_t kMoreFragments = 2;
constexpr std::uint16_t kKeyAddress = 0;
constexpr std::uint8_t kSyncWithTarget = 3;

void write_target(CdrWriter& message, const Octets& key, int minor) {
  if (minor >= 2) {
    message.u16(kKeyAddress);
  }
  message.sequence(key);
}

}  // namespace

const char* to_string(MessageType type) {
  constexpr std::array kNames{"Request",     "Reply",           "CancelRequest", "LocateRequest",
                              "LocateReply", "CloseConnection", "MessageError",  "Fragment"};
  return kNames[static_cast<std::size_t>(type)];
}

CdrWriter start_message(MessageType type, Dialect dialect) {
  CdrWriter message(dialect.order);
  message.raw(kMagic);
  message.octet(1);
  message.octet(static_cast<std::uint8_t>(dialect.minor));
  message.octet(dialect.order == std::endian::little ? 1 : 0);
  message.octet(static_cast<std::uint8_t>(type));
  message.u32(0);  // the size, known when it is finished
  return message;
}

CdrWriter start_request(const RequestTarget& target, Dialect dialect) {
  CdrWriter message = start_message(MessageType::Request, dialect);
  if (dialect.minor >= 2) {
    message.u32(target.id);
    message.octet(target.response_expected ? kSyncWithTarget : 0);
    message.raw(std::array<std::uint8_t, 3>{});
    write_target(message, target.key, dialect.minor);
    message.string(target.operation);
    message.u32(0);  // service contexts
    return message;
  }
  message.u32(0);  // service contexts
  message.u32(target.id);
  message.octet(target.response_expected ? 1 : 0);
  if (dialect.minor == 1) {
    message.raw(std::array<std::uint8_t, 3>{});
  }
  write_target(message, target.key, dialect.minor);
  message.string(target.operation);
  message.u32(0);  // principal
  return message;
}

CdrWriter start_locate_request(const RequestTarget& target, Dialect dialect) {
  CdrWriter message = start_message(MessageType::LocateRequest, dialect);
  message.u32(target.id);
  write_target(message, target.key, dialect.minor);
  return message;
}

void align_body(CdrWriter& message, Dialect dialect) {
  if (dialect.minor >= 2) {
    message.align(8);
  }
}

Octets finish(CdrWriter message) {
  message.patch_u32(kSizePlace,
                    static_cast<std::uint32_t>(message.size() - Message::kHeaderOctets));
  return message.octets();
}

std::vector<Octets> in_fragments(const Octets& message, Dialect dialect, std::uint32_t request_id,
                                 std::size_t piece) {
  std::vector<Octets> pieces;
  // The first piece ends at a multiple of eight of the whole message, so that alignment goes on.
  const std::size_t first = std::min(message.size(), piece + 16);
  CdrWriter start = start_message(static_cast<MessageType>(message.at(7)), dialect);
  start.raw(std::span(message).subspan(Message::kHeaderOctets, first - Message::kHeaderOctets));
  pieces.push_back(finish(std::move(start)));
  for (std::size_t place = first; place < message.size(); place += piece) {
    pieces.back()[kFlagsPlace] |= kMoreFragments;
    CdrWriter fragment = start_message(MessageType::Fragment, dialect);
    if (dialect.minor >= 2) {
      fragment.u32(request_id);
    }
    fragment.raw(std::span(message).subspan(place, std::min(piece, message.size() - place)));
    pieces.push_back(finish(std::move(fragment)));
  }
  return pieces;
}

Message read_header(const Octets& header, std::size_t& size) {
  if (!std::equal(kMagic.begin(), kMagic.end(), header.begin())) {
    throw WireError("what came is no GIOP message");
  }
  Message message;
  message.minor = header[5];
  if (header[4] != 1 || message.minor > 2 || header[7] > 7) {
    throw WireError("a message of GIOP " + std::to_string(header[4]) + "." +
                    std::to_string(header[5]) + ", type " + std::to_string(header[7]));
  }
  message.type = static_cast<MessageType>(header[7]);
  message.order = (header[kFlagsPlace] & 1) != 0 ? std::endian::little : std::endian::big;
  message.more_fragments = (header[kFlagsPlace] & kMoreFragments) != 0;
  message.octets = header;
  size = CdrReader(header, message.order, kSizePlace).u32();
  return message;
}

}  // namespace orbbench::interop
