#include "interop/wire/wire_connection.hpp"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace orbbench::interop {
namespace {

constexpr std::size_t kMaxMessageOctets = 64UL * 1024 * 1024;

[[noreturn]] void fail(const std::string& what) {
  throw WireError(what + ": " + std::strerror(errno));
}

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses look_up(const ObjectAddress& address) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error =
      getaddrinfo(address.host.c_str(), std::to_string(address.port).c_str(), &hints, &found);
  if (error != 0) {
    throw WireError(address.host + ": " + gai_strerror(error));
  }
  return {found, &freeaddrinfo};
}

void append_fragment(Message& message, const Message& fragment) {
  if (fragment.type != MessageType::Fragment) {
    throw WireError(std::string("a ") + to_string(fragment.type) + " where a Fragment is due");
  }
  const std::size_t header = Message::kHeaderOctets + (fragment.minor >= 2 ? 4 : 0);
  if (fragment.octets.size() < header) {
    throw WireError("a Fragment that is too short");
  }
  message.octets.insert(message.octets.end(),
                        fragment.octets.begin() + static_cast<std::ptrdiff_t>(header),
                        fragment.octets.end());
  message.more_fragments = fragment.more_fragments;
}

}  // namespace

WireConnection::WireConnection(const ObjectAddress& address, orb_client::Deadline deadline)
    : deadline_(deadline) {
  const Addresses addresses = look_up(address);
  socket_ = ::socket(addresses->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (socket_ < 0) {
    fail("socket");
  }
  try {
    if (::connect(socket_, addresses->ai_addr, addresses->ai_addrlen) != 0) {
      if (errno != EINPROGRESS) {
        fail("cannot connect");
      }
      await(POLLOUT);
      socklen_t length = sizeof errno;
      ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &errno, &length);
      if (errno != 0) {
        fail("cannot connect");
      }
    }
  } catch (const WireError&) {
    ::close(socket_);
    throw;
  }
}

WireConnection::~WireConnection() {
  ::close(socket_);
}

void WireConnection::await(short events) {
  using std::chrono::milliseconds;
  const auto left = std::chrono::ceil<milliseconds>(deadline_.remaining()).count();
  pollfd ready{socket_, events, 0};
  const int count = ::poll(&ready, 1, static_cast<int>(left));
  if (count == 0) {
    throw WireError("the peer did not answer in time");
  }
  if (count < 0 && errno != EINTR) {
    fail("poll");
  }
}

void WireConnection::send(const Octets& octets) {
  std::size_t sent = 0;
  while (sent < octets.size()) {
    const ssize_t count = ::send(socket_, octets.data() + sent, octets.size() - sent, MSG_NOSIGNAL);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EINTR) {
      await(POLLOUT);
    } else {
      fail("cannot send");
    }
  }
}

// False when the connection was closed before the first octet.
bool WireConnection::read_fully(Octets& octets, std::size_t from) {
  std::size_t place = from;
  while (place < octets.size()) {
    const ssize_t count = ::recv(socket_, octets.data() + place, octets.size() - place, 0);
    if (count > 0) {
      place += static_cast<std::size_t>(count);
    } else if (count == 0 || errno == ECONNRESET) {
      if (place == 0) {
        return false;
      }
      throw WireError("the connection was closed within a message");
    } else if (errno == EAGAIN || errno == EINTR) {
      await(POLLIN);
    } else {
      fail("cannot receive");
    }
  }
  return true;
}

std::optional<Message> WireConnection::receive_one() {
  Octets header(Message::kHeaderOctets);
  if (!read_fully(header, 0)) {
    return std::nullopt;
  }
  std::size_t size = 0;
  Message message = read_header(header, size);
  if (size > kMaxMessageOctets) {
    throw WireError("a message of " + std::to_string(size) + " octets");
  }
  message.octets.resize(Message::kHeaderOctets + size);
  read_fully(message.octets, Message::kHeaderOctets);
  return message;
}

std::optional<Message> WireConnection::receive() {
  auto message = receive_one();
  while (message && message->more_fragments) {
    const auto fragment = receive_one();
    if (!fragment) {
      throw WireError("the connection was closed between fragments");
    }
    append_fragment(*message, *fragment);
  }
  return message;
}

}  // namespace orbbench::interop
