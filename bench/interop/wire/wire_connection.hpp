#pragma once

#include <chrono>
#include <optional>

#include "interop/object_address.hpp"
#include "interop/wire/giop_message.hpp"
#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::interop {

/// A TCP connection to a peer, which takes octets as they are. Used by one thread. Throws WireError
/// when it cannot connect or send, or when the deadline passes.
class WireConnection {
 public:
  WireConnection(const ObjectAddress& address, orb_client::Deadline deadline);
  ~WireConnection();
  WireConnection(const WireConnection&) = delete;
  WireConnection& operator=(const WireConnection&) = delete;

  void send(const Octets& octets);

  /// The next message, its fragments put together; nothing when the peer closed the connection.
  std::optional<Message> receive();

 private:
  std::optional<Message> receive_one();
  bool read_fully(Octets& octets, std::size_t from);
  void await(short events);

  int socket_ = -1;
  orb_client::Deadline deadline_;
};

}  // namespace orbbench::interop
