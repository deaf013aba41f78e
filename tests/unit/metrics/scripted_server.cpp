#include "scripted_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace orbbench::metrics {
namespace {

int require(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

std::uint16_t listen_on_ipv4(int listener) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  require(bind(listener, generic, length), "bind");
  require(listen(listener, 8), "listen");
  require(getsockname(listener, generic, &length), "getsockname");
  return ntohs(address.sin_port);
}

std::uint16_t listen_on_ipv6(int listener) {
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  require(bind(listener, generic, length), "bind");
  require(listen(listener, 8), "listen");
  require(getsockname(listener, generic, &length), "getsockname");
  return ntohs(address.sin6_port);
}

}  // namespace

std::string Peer::read_head() {
  std::string head;
  char octet = 0;
  while (!head.ends_with("\r\n\r\n") && recv(socket_, &octet, 1, 0) == 1) {
    head += octet;
  }
  return head;
}

bool Peer::send(std::string_view octets) {
  while (!octets.empty()) {
    std::array<pollfd, 2> waited = {{{socket_, POLLOUT, 0}, {stop_, POLLIN, 0}}};
    if (poll(waited.data(), waited.size(), -1) < 0 || waited[1].revents != 0) {
      return false;
    }
    const ssize_t sent = ::send(socket_, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) {
      return false;
    }
    octets.remove_prefix(sent < 0 ? 0 : static_cast<std::size_t>(sent));
  }
  return true;
}

Peer::Line Peer::wait(int milliseconds) {
  std::array<pollfd, 2> waited = {{{socket_, POLLRDHUP, 0}, {stop_, POLLIN, 0}}};
  return poll(waited.data(), waited.size(), milliseconds) == 0 ? Line::Open : Line::Closed;
}

void Peer::wait_until_closed() {
  wait(-1);
}

ScriptedServer::ScriptedServer(Script script, Loopback loopback)
    : script_(std::move(script)), loopback_(loopback) {
  const int family = loopback == Loopback::Ipv4 ? AF_INET : AF_INET6;
  listener_ = require(socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  port_ = loopback == Loopback::Ipv4 ? listen_on_ipv4(listener_) : listen_on_ipv6(listener_);
  stop_ = require(eventfd(0, EFD_CLOEXEC), "eventfd");
  thread_ = std::jthread([this] { serve(); });
}

ScriptedServer::~ScriptedServer() {
  eventfd_write(stop_, 1);
  thread_.join();
  close(listener_);
  close(stop_);
}

std::string ScriptedServer::url() const {
  const std::string host = loopback_ == Loopback::Ipv4 ? "127.0.0.1" : "[::1]";
  return "http://" + host + ":" + std::to_string(port_);
}

void ScriptedServer::serve() const {
  while (true) {
    std::array<pollfd, 2> waited = {{{listener_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    if (poll(waited.data(), waited.size(), -1) < 0 || waited[1].revents != 0) {
      return;
    }
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection >= 0) {
      Peer peer(connection, stop_);
      script_(peer);
      close(connection);
    }
  }
}

ScriptedServer::Script answering(std::string octets) {
  return [octets = std::move(octets)](Peer& peer) {
    peer.read_head();
    peer.send(octets);
  };
}

std::string http_page(std::string_view body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         std::string(body);
}

}  // namespace orbbench::metrics
