#include "tcp_peers.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace orbbench::tests {
namespace {

using Clock = std::chrono::steady_clock;

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

Descriptor new_socket() {
  return Descriptor(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
}

bool send_all(int socket, const char* octets, std::size_t count) {
  while (count > 0) {
    const ssize_t sent = ::send(socket, octets, count, MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    octets += sent;
    count -= static_cast<std::size_t>(sent);
  }
  return true;
}

/// False at the connection's end.
bool echo_once(int socket) {
  std::array<char, 65536> buffer;
  const ssize_t taken = ::recv(socket, buffer.data(), buffer.size(), 0);
  return taken > 0 && send_all(socket, buffer.data(), static_cast<std::size_t>(taken));
}

}  // namespace

TcpClient::TcpClient(std::uint16_t port) : socket_(new_socket()) {
  sockaddr_in address = loopback(port);
  checked(::connect(socket_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
          "connect");
}

bool TcpClient::send(const std::string& octets) {
  return send_all(socket_.number(), octets.data(), octets.size());
}

void TcpClient::finish_sending() {
  ::shutdown(socket_.number(), SHUT_WR);
}

std::string TcpClient::receive(std::size_t octets, std::chrono::milliseconds time) {
  std::string received;
  const auto limit = Clock::now() + time;
  while (end_ == End::Open && received.size() < octets) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit - Clock::now());
    pollfd readable{socket_.number(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&readable, 1, static_cast<int>(left.count())) == 0) {
      return received;
    }
    std::string buffer(octets - received.size(), '\0');
    const ssize_t taken = ::recv(socket_.number(), buffer.data(), buffer.size(), 0);
    if (taken > 0) {
      received.append(buffer, 0, static_cast<std::size_t>(taken));
    } else {
      end_ = taken == 0 ? End::Fin : End::Reset;
    }
  }
  return received;
}

std::string TcpClient::receive_to_the_end() {
  const std::string received = receive(1UL << 24);
  EXPECT_NE(end_, End::Open) << "the connection did not end";
  return received;
}

EchoServer::EchoServer()
    : listener_(new_socket()), wake_(checked(::eventfd(0, EFD_CLOEXEC), "eventfd")) {
  sockaddr_in address = loopback(0);
  checked(::bind(listener_.number(), reinterpret_cast<sockaddr*>(&address), sizeof address),
          "bind");
  checked(::listen(listener_.number(), 16), "listen");
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

EchoServer::~EchoServer() {
  thread_.request_stop();
  ::eventfd_write(wake_.number(), 1);
}

std::uint16_t EchoServer::port() const {
  sockaddr_in address{};
  socklen_t length = sizeof address;
  checked(::getsockname(listener_.number(), reinterpret_cast<sockaddr*>(&address), &length),
          "getsockname");
  return ntohs(address.sin_port);
}

std::string EchoServer::address() const {
  return "127.0.0.1:" + std::to_string(port());
}

void EchoServer::serve(const std::stop_token& stop) const {
  std::vector<Descriptor> clients;
  while (!stop.stop_requested()) {
    std::vector<pollfd> watched{{wake_.number(), POLLIN, 0}, {listener_.number(), POLLIN, 0}};
    for (const Descriptor& client : clients) {
      watched.push_back({client.number(), POLLIN, 0});
    }
    ::poll(watched.data(), watched.size(), -1);
    for (std::size_t index = clients.size(); index > 0; --index) {
      if (watched[index + 1].revents != 0 && !echo_once(clients[index - 1].number())) {
        clients.erase(clients.begin() + static_cast<std::ptrdiff_t>(index - 1));
      }
    }
    if (watched[1].revents != 0) {
      clients.emplace_back(::accept(listener_.number(), nullptr, nullptr));
    }
  }
}

}  // namespace orbbench::tests
