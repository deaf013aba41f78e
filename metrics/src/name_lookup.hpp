#pragma once

#include <sys/socket.h>

#include <functional>
#include <string>
#include <vector>

#include "transfer.hpp"

namespace orbbench::metrics {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t length = 0;
};

using Resolve = std::function<std::vector<SocketAddress>()>;

/// The addresses of a host, at least one, in the order in which to try them. Throws TransferError,
/// at the deadline at the latest.
std::vector<SocketAddress> look_up(const std::string& host, const std::string& port,
                                   const TransferDeadline& deadline);

/// Runs a look-up on a thread of its own and leaves it behind at the deadline, since the C library
/// cannot be told to stop asking a name server. Those left behind are joined once they are done,
/// at the end of the process at the latest, and there are few: then this fails at once.
std::vector<SocketAddress> resolve_until(const TransferDeadline& deadline, Resolve resolve);

}  // namespace orbbench::metrics
