#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "interop/wire/cdr.hpp"

namespace orbbench::interop {

/// CORBA 3.3 part 2, 9.4.1.
enum class MessageType : std::uint8_t {
  Request,
  Reply,
  CancelRequest,
  LocateRequest,
  LocateReply,
  CloseConnection,
  MessageError,
  Fragment,
};

const char* to_string(MessageType type);

/// How the messages of one exchange are written.
struct Dialect {
  int minor = 2;  ///< of GIOP 1.n
  std::endian order = std::endian::little;
};

/// One GIOP message: its twelve octets of header and all that follows.
struct Message {
  MessageType type = MessageType::MessageError;
  int minor = 0;
  std::endian order = std::endian::little;
  bool more_fragments = false;
  Octets octets;

  /// Behind the header.
  CdrReader content() const { return {octets, order, kHeaderOctets}; }

  static constexpr std::size_t kHeaderOctets = 12;
};

struct RequestTarget {
  std::uint32_t id = 0;
  Octets key;
  std::string operation;
  bool response_expected = true;
};

/// A message up to where its body starts; the body is written behind, then `finish` is called.
CdrWriter start_message(MessageType type, Dialect dialect);
CdrWriter start_request(const RequestTarget& target, Dialect dialect);
CdrWriter start_locate_request(const RequestTarget& target, Dialect dialect);
/// The body of a GIOP 1.2 request starts at a multiple of eight, where there is one.
void align_body(CdrWriter& message, Dialect dialect);

/// Sets the message's size.
Octets finish(CdrWriter message);

/// The message in pieces of at most that many octets of content, a multiple of eight: the first
/// with the flag for more, then Fragments. GIOP 1.1 and 1.2 only.
std::vector<Octets> in_fragments(const Octets& message, Dialect dialect, std::uint32_t request_id,
                                 std::size_t piece);

/// Reads a header. Throws WireError for anything but GIOP 1.0 to 1.2; `size` is what follows.
Message read_header(const Octets& header, std::size_t& size);

}  // namespace orbbench::interop
