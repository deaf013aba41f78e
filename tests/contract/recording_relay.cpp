#include "recording_relay.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace orbbench::tests {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

Descriptor make_socket() {
  return Descriptor(checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
}

/// False at the end of the stream.
bool pass_on(int from, int to, std::vector<std::uint8_t>* record) {
  std::array<std::uint8_t, 65536> block{};
  const ssize_t got = recv(from, block.data(), block.size(), 0);
  if (got <= 0) {
    return false;
  }
  const auto octets = static_cast<std::size_t>(got);
  if (record != nullptr) {
    record->insert(record->end(), block.begin(), block.begin() + got);
  }
  for (std::size_t done = 0; done < octets;) {
    const ssize_t put = send(to, block.data() + done, octets - done, MSG_NOSIGNAL);
    if (put <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(put);
  }
  return true;
}

}  // namespace

Descriptor connect_to(std::uint16_t port) {
  Descriptor descriptor = make_socket();
  const sockaddr_in address = loopback(port);
  checked(connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "connect");
  return descriptor;
}

RecordingRelay::RecordingRelay(std::uint16_t upstream) : listener_(make_socket()) {
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  checked(bind(listener_.number(), generic, length), "bind");
  checked(listen(listener_.number(), 1), "listen");
  checked(getsockname(listener_.number(), generic, &length), "getsockname");
  port_ = ntohs(address.sin_port);
  server_ = std::jthread([this, upstream] { serve(upstream); });
}

std::string RecordingRelay::address() const {
  return "127.0.0.1:" + std::to_string(port_);
}

std::vector<std::uint8_t> RecordingRelay::finish() {
  server_.join();
  return std::move(sent_);
}

void RecordingRelay::serve(std::uint16_t upstream) {
  const Descriptor client(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  const Descriptor server = connect_to(upstream);
  std::array<pollfd, 2> watched{pollfd{client.number(), POLLIN, 0},
                                pollfd{server.number(), POLLIN, 0}};
  while (poll(watched.data(), watched.size(), -1) > 0) {
    if (watched[0].revents != 0 && !pass_on(client.number(), server.number(), &sent_)) {
      return;
    }
    if (watched[1].revents != 0 && !pass_on(server.number(), client.number(), nullptr)) {
      return;
    }
  }
}

}  // namespace orbbench::tests
