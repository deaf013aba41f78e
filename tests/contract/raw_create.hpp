#pragma once

#include <span>

#include "orbbench/orb_client/orb_runtime.hpp"
#include "recording_relay.hpp"

namespace orbbench::tests {

/// A `create` as a client of orb_client sends it, to be sent again by hand with another secret and
/// widget id: whole, in fragments, cut off or wrong.
class RawCreate {
 public:
  /// Records one with a secret of so many octets. It does not reach the core, which is to see no
  /// secret before the one that is looked for.
  RawCreate(orb_client::OrbRuntime& runtime, const CoreProcess& core, std::size_t secret_octets);

  /// As one message. The canary is repeated up to the length of the secret.
  Message whole(std::int64_t widget_id, std::span<const std::uint8_t> canary) const;

  /// Where the secret starts in it.
  std::size_t secret_offset() const { return secret_; }

 private:
  Message recorded_;
  std::size_t secret_octets_;
  std::size_t secret_ = 0;
  std::size_t widget_id_ = 0;
};

/// The same request in GIOP 1.2 fragments of at most so many octets each, a multiple of 8 (CORBA
/// 3.3 part 2, 9.4.9).
std::vector<Message> in_fragments(const Message& request, std::size_t most_octets);

/// That tells the receiver to give up a request (9.4.4).
Message cancel_of(const Message& request);

/// All of it, on a connected socket. Throws std::system_error.
void send_all(int socket, std::span<const std::uint8_t> octets);

/// Ends the connection at once, so that its peer sees ECONNRESET.
void reset(Descriptor connection);

}  // namespace orbbench::tests
