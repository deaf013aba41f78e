#include "tcp_relay.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using process::FileDescriptor;

void check(bool holds, const char* what) {
  if (!holds) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
  }
}

template <typename Address>
sockaddr* as_socket_address(Address& address) {
  return reinterpret_cast<sockaddr*>(&address);  // as bind(2) wants it
}

FileDescriptor connect_to(std::uint16_t port) {
  FileDescriptor server(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  check(connect(server.number(), as_socket_address(address), sizeof address) == 0, "connect");
  return server;
}

bool send_all(int to, const char* octets, std::size_t count) {
  while (count > 0) {
    const auto sent = send(to, octets, count, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    octets += sent;
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

}  // namespace

TcpRelay::TcpRelay(const std::string& address, std::uint16_t server)
    : server_(server), listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in place{};
  place.sin_family = AF_INET;
  check(inet_pton(AF_INET, address.c_str(), &place.sin_addr) == 1, "inet_pton");
  check(bind(listener_.number(), as_socket_address(place), sizeof place) == 0, "bind");
  check(listen(listener_.number(), SOMAXCONN) == 0, "listen");
  socklen_t length = sizeof place;
  check(getsockname(listener_.number(), as_socket_address(place), &length) == 0, "getsockname");
  port_ = ntohs(place.sin_port);
  accepting_ = std::jthread([this] { accept_clients(); });
}

TcpRelay::~TcpRelay() {
  join();
  shutdown(listener_.number(), SHUT_RDWR);
  accepting_.join();
  for (const Conversation& one : conversations_) {
    shutdown(one.client.number(), SHUT_RDWR);
    shutdown(one.server.number(), SHUT_RDWR);
  }
}

void TcpRelay::cut_off() {
  const std::lock_guard lock(mutex_);
  is_cut_off_ = true;
}

void TcpRelay::join() {
  const std::lock_guard lock(mutex_);
  is_cut_off_ = false;
  joined_.notify_all();
}

void TcpRelay::wait_for_the_link() {
  std::unique_lock lock(mutex_);
  joined_.wait(lock, [this] { return !is_cut_off_; });
}

void TcpRelay::pass_on(int from, int to) {
  std::array<char, 16384> octets;
  auto taken = recv(from, octets.data(), octets.size(), 0);
  for (wait_for_the_link();
       taken > 0 && send_all(to, octets.data(), static_cast<std::size_t>(taken));
       wait_for_the_link()) {
    taken = recv(from, octets.data(), octets.size(), 0);
  }
  shutdown(from, SHUT_RDWR);
  shutdown(to, SHUT_RDWR);
}

void TcpRelay::accept_clients() {
  while (true) {
    FileDescriptor client(accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client.number() < 0) {
      return;
    }
    wait_for_the_link();
    try {
      begin(std::move(client));
    } catch (const std::runtime_error&) {
      // The server does not listen: the client finds its connection closed.
    }
  }
}

void TcpRelay::begin(FileDescriptor client) {
  Conversation one{std::move(client), connect_to(server_), {}, {}};
  const int here = one.client.number();
  const int there = one.server.number();
  one.there = std::jthread([this, here, there] { pass_on(here, there); });
  one.back = std::jthread([this, here, there] { pass_on(there, here); });
  conversations_.push_back(std::move(one));
}

}  // namespace orbbench::tests
