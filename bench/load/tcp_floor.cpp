#include "load/tcp_floor.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "load/pacing.hpp"

namespace orbbench::bench {
namespace {

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

bool receive_all(int socket, std::vector<std::uint8_t>& message) {
  return ::recv(socket, message.data(), message.size(), MSG_WAITALL) ==
         static_cast<ssize_t>(message.size());
}

bool send_all(int socket, const std::vector<std::uint8_t>& message) {
  return ::send(socket, message.data(), message.size(), MSG_NOSIGNAL) ==
         static_cast<ssize_t>(message.size());
}

void send_at_once(int socket) {
  const int on = 1;
  checked(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
}

/// A listening socket on a free port of 127.0.0.1, closed at the end of its scope.
class Listener {
 public:
  Listener() : socket_(checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket")) {
    address_.sin_family = AF_INET;
    address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address_;
    checked(::bind(socket_, address(), length), "bind");
    checked(::listen(socket_, 1), "listen");
    checked(::getsockname(socket_, address(), &length), "getsockname");
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int accept() const {
    return checked(::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC), "accept");
  }
  sockaddr* address() { return reinterpret_cast<sockaddr*>(&address_); }

 private:
  sockaddr_in address_{};
  int socket_;
};

}  // namespace

TcpFloor::TcpFloor(std::size_t request_octets, std::size_t reply_octets, Answering answering)
    : request_(request_octets), reply_(reply_octets) {
  Listener listener;
  client_ = checked(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  checked(::connect(client_, listener.address(), sizeof(sockaddr_in)), "connect");
  server_ = listener.accept();
  send_at_once(client_);
  send_at_once(server_);
  answering_ = std::jthread([server = server_, request_octets, reply_octets, answering] {
    if (answering == Answering::Punctual) {
      ask_for_punctuality();
    }
    std::vector<std::uint8_t> request(request_octets);
    const std::vector<std::uint8_t> reply(reply_octets);
    while (receive_all(server, request) && send_all(server, reply)) {
    }
  });
}

TcpFloor::~TcpFloor() {
  ::shutdown(client_, SHUT_RDWR);
  answering_.join();
  ::close(client_);
  ::close(server_);
}

void TcpFloor::round_trip() {
  if (!send_all(client_, request_) || !receive_all(client_, reply_)) {
    throw std::system_error(errno, std::generic_category(), "floor connection");
  }
}

}  // namespace orbbench::bench
