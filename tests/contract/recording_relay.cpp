#include "recording_relay.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "faults/giop_decoder.hpp"

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

/// Empty at the end of the stream.
std::vector<std::uint8_t> receive_some(int from) {
  std::vector<std::uint8_t> octets(65536);
  const ssize_t got = recv(from, octets.data(), octets.size(), 0);
  octets.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return octets;
}

bool pass_on(const std::vector<std::uint8_t>& octets, int to) {
  for (std::size_t done = 0; done < octets.size();) {
    const ssize_t put = send(to, octets.data() + done, octets.size() - done, MSG_NOSIGNAL);
    if (put <= 0) {
      return false;
    }
    done += static_cast<std::size_t>(put);
  }
  return !octets.empty();
}

}  // namespace

Descriptor connect_to(std::uint16_t port) {
  Descriptor descriptor = make_socket();
  const sockaddr_in address = loopback(port);
  checked(connect(descriptor.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "connect");
  return descriptor;
}

RecordingRelay::RecordingRelay(std::uint16_t upstream, std::vector<std::uint8_t> withheld)
    : listener_(make_socket()), withheld_(std::move(withheld)) {
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

std::vector<Message> RecordingRelay::finish() {
  server_.join();
  std::vector<Message> messages;
  for (const faults::Piece& piece : faults::GiopDecoder().feed(sent_)) {
    if (piece.begins) {
      messages.emplace_back();
    }
    messages.back().insert(messages.back().end(), piece.octets.begin(), piece.octets.end());
  }
  return messages;
}

/// False when there is nothing more to do.
bool RecordingRelay::record_from(int client, int server) {
  const std::vector<std::uint8_t> octets = receive_some(client);
  sent_.insert(sent_.end(), octets.begin(), octets.end());
  const bool withhold =
      !withheld_.empty() &&
      std::search(sent_.begin(), sent_.end(), withheld_.begin(), withheld_.end()) != sent_.end();
  return !withhold && pass_on(octets, server);
}

void RecordingRelay::serve(std::uint16_t upstream) {
  const Descriptor client(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
  const Descriptor server = connect_to(upstream);
  std::array<pollfd, 2> watched{pollfd{client.number(), POLLIN, 0},
                                pollfd{server.number(), POLLIN, 0}};
  while (poll(watched.data(), watched.size(), -1) > 0) {
    if (watched[0].revents != 0 && !record_from(client.number(), server.number())) {
      return;
    }
    if (watched[1].revents != 0 && !pass_on(receive_some(server.number()), client.number())) {
      return;
    }
  }
}

}  // namespace orbbench::tests
