#include "tcp_stream.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <string>
#include <system_error>

namespace orbbench::metrics {
namespace {

using Clock = TransferDeadline::Clock;

constexpr std::int64_t kLongestWaitMs = 60'000;  ///< of one poll; the loop around it goes on

std::string reason(int error) {
  return std::generic_category().message(error);
}

int pending_error(int socket) {
  int error = 0;
  socklen_t length = sizeof error;
  return getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

int milliseconds_until(Clock::time_point end) {
  const std::int64_t left =
      std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
  return static_cast<int>(std::clamp(left, std::int64_t{0}, kLongestWaitMs));
}

}  // namespace

TcpStream::TcpStream(const std::vector<SocketAddress>& addresses, const TransferDeadline& deadline)
    : deadline_(deadline) {
  int error = EADDRNOTAVAIL;
  auto addresses_left = static_cast<int>(addresses.size());
  for (const SocketAddress& address : addresses) {
    // An address that swallows packets must not use up the time of those after it.
    const auto now = Clock::now();
    error = connect_to(address, now + (deadline.end() - now) / addresses_left--);
    if (error == 0) {
      return;
    }
    close_socket();
  }
  if (error == ETIMEDOUT) {
    deadline_.fail();
  }
  throw TransferError("cannot connect: " + reason(error));
}

TcpStream::~TcpStream() {
  close_socket();
}

void TcpStream::write_all(std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t sent = send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      octets.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      require_ready(POLLOUT);
    } else if (errno != EINTR) {
      throw TransferError("cannot send the request: " + reason(errno));
    }
  }
}

std::size_t TcpStream::read_some(std::span<char> room) {
  while (true) {
    // Asked before each read: a peer that always has an octet more must not outlast the deadline.
    require_ready(POLLIN);
    const ssize_t received = recv(socket_, room.data(), room.size(), 0);
    if (received >= 0) {
      return static_cast<std::size_t>(received);
    }
    if (errno != EAGAIN && errno != EINTR) {
      throw TransferError("cannot read the answer: " + reason(errno));
    }
  }
}

int TcpStream::connect_to(const SocketAddress& address, Clock::time_point end) {
  socket_ = socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (socket_ < 0) {
    return errno;
  }
  const auto* where = reinterpret_cast<const sockaddr*>(&address.storage);
  if (connect(socket_, where, address.length) == 0) {
    return 0;
  }
  if (errno != EINPROGRESS && errno != EINTR) {
    return errno;
  }
  return wait_for(POLLOUT, end) == Readiness::Late ? ETIMEDOUT : pending_error(socket_);
}

TcpStream::Readiness TcpStream::wait_for(short events, Clock::time_point end) const {
  pollfd waited{socket_, events, 0};
  while (Clock::now() < end) {
    const int ready = poll(&waited, 1, milliseconds_until(end));
    if (ready > 0) {
      return Readiness::Ready;
    }
    if (ready < 0 && errno != EINTR) {
      throw TransferError("cannot wait for the answer: " + reason(errno));
    }
  }
  return Readiness::Late;
}

void TcpStream::require_ready(short events) const {
  if (wait_for(events, deadline_.end()) == Readiness::Late) {
    deadline_.fail();
  }
}

void TcpStream::close_socket() {
  if (socket_ >= 0) {
    close(socket_);
    socket_ = -1;
  }
}

}  // namespace orbbench::metrics
