#include "wire_floors.hpp"

#include <algorithm>
#include <asio.hpp>
#include <thread>
#include <vector>

#include "load/tcp_floor.hpp"

namespace orbbench::bench {
namespace {

using asio::ip::tcp;

// Those of Probe::ping as captured on the wire. The name of the operation and its NUL take 8 octets
// of the request.
constexpr std::size_t kPingRequest = 60;
constexpr std::size_t kPingReply = 24;
constexpr std::size_t kPingName = 8;

/// A listening socket on a free port of 127.0.0.1 with a thread behind it.
class Peer {
 public:
  template <class Serve>
  explicit Peer(Serve serve)
      : acceptor_(context_, tcp::endpoint(asio::ip::address_v4::loopback(), 0)),
        endpoint_(acceptor_.local_endpoint()),
        thread_([this, serve](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            tcp::socket socket = acceptor_.accept();
            socket.set_option(tcp::no_delay(true));
            serve(socket);
          }
        }) {}

  // The thread is in accept().
  ~Peer() {
    thread_.request_stop();
    tcp::socket socket(context_);
    asio::error_code ignored;
    socket.connect(endpoint_, ignored);
  }
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  tcp::socket connect() {
    tcp::socket socket(context_);
    socket.connect(endpoint_);
    socket.set_option(tcp::no_delay(true));
    return socket;
  }

 private:
  asio::io_context context_;
  tcp::acceptor acceptor_;
  tcp::endpoint endpoint_;
  std::jthread thread_;
};

void drain(tcp::socket& socket) {
  std::vector<char> octets(64 << 10);
  asio::error_code end;
  while (!end) {
    socket.read_some(asio::buffer(octets), end);
  }
}

void answer(tcp::socket& socket, std::size_t request, std::size_t reply) {
  std::vector<char> octets(std::max(request, reply));
  asio::error_code end;
  while (!end) {
    asio::read(socket, asio::buffer(octets, request), end);
    if (!end) {
      asio::write(socket, asio::buffer(octets, reply), end);
    }
  }
}

}  // namespace

std::size_t request_octets(const std::string& operation, std::size_t body) {
  const std::size_t name = (operation.size() + 1 + 3) / 4 * 4;
  return kPingRequest - kPingName + name + body;
}

std::size_t reply_octets(std::size_t body) {
  return kPingReply + body;
}

Floor round_trip_floor(std::size_t request, std::size_t reply) {
  return repeated([floor = std::make_shared<TcpFloor>(request, reply)] { floor->round_trip(); });
}

Floor echo_floor(const std::string& operation, std::size_t body) {
  return round_trip_floor(request_octets(operation, body), reply_octets(body));
}

Floor sending_floor(std::size_t octets) {
  struct Sender {
    explicit Sender(std::size_t size) : socket(peer.connect()), message(size) {}
    Peer peer{drain};
    tcp::socket socket;  // ends first, and with it what the peer reads
    std::vector<char> message;
  };
  return repeated([sender = std::make_shared<Sender>(octets)] {
    asio::write(sender->socket, asio::buffer(sender->message));
  });
}

Floor connection_floor(std::size_t request, std::size_t reply) {
  const auto peer = std::make_shared<Peer>(
      [request, reply](tcp::socket& socket) { answer(socket, request, reply); });
  return repeated(
      [peer, sent = std::vector<char>(request), got = std::vector<char>(reply)]() mutable {
        tcp::socket socket = peer->connect();
        asio::write(socket, asio::buffer(sent));
        asio::read(socket, asio::buffer(got));
      });
}

}  // namespace orbbench::bench
