#include "plain_relay.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace orbbench::tests {
namespace {

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

Descriptor new_socket() {
  return Descriptor(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

void send_at_once(const Descriptor& socket) {
  const int on = 1;
  checked(::setsockopt(socket.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

bool pass_on(int from, int to) {
  std::array<char, 65536> buffer;
  const ssize_t taken = ::recv(from, buffer.data(), buffer.size(), 0);
  return taken > 0 &&
         ::send(to, buffer.data(), static_cast<std::size_t>(taken), MSG_NOSIGNAL) == taken;
}

}  // namespace

PlainRelay::PlainRelay(std::uint16_t server_port) : listener_(new_socket()) {
  sockaddr_in address = loopback(0);
  checked(::bind(listener_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
          "bind");
  checked(::listen(listener_.number(), 1), "listen");
  thread_ = std::jthread([this, server_port] { serve(server_port); });
}

PlainRelay::~PlainRelay() {
  ::shutdown(listener_.number(), SHUT_RDWR);
}

std::string PlainRelay::address() const {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  checked(::getsockname(listener_.number(), reinterpret_cast<sockaddr*>(&address), &length),
          "getsockname");
  return "127.0.0.1:" + std::to_string(ntohs(address.sin_port));
}

void PlainRelay::serve(std::uint16_t server_port) const {
  const Descriptor client(::accept(listener_.number(), nullptr, nullptr));
  if (client.number() < 0) {
    return;
  }
  const Descriptor server = new_socket();
  sockaddr_in address = loopback(server_port);
  checked(::connect(server.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
          "connect");
  send_at_once(client);
  send_at_once(server);
  std::array<pollfd, 2> ends{pollfd{client.number(), POLLIN, 0},
                             pollfd{server.number(), POLLIN, 0}};
  while (::poll(ends.data(), ends.size(), -1) > 0) {
    if ((ends[0].revents != 0 && !pass_on(client.number(), server.number())) ||
        (ends[1].revents != 0 && !pass_on(server.number(), client.number()))) {
      return;
    }
  }
}

}  // namespace orbbench::tests
