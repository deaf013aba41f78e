#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace orbbench::metrics {

/// The server's end of one connection, as a script sees it.
class Peer {
 public:
  Peer(int socket, int stop) : socket_(socket), stop_(stop) {}

  /// The head of the request, up to its empty line.
  std::string read_head();

  /// Sends all of it; false when the client has gone or the server ends.
  bool send(std::string_view octets);

  /// Waits for the client to close or the server to end, at most that long.
  enum class Line { Open, Closed };
  Line wait(int milliseconds);
  void wait_until_closed();

 private:
  int socket_;
  int stop_;
};

enum class Loopback { Ipv4, Ipv6 };

/// A server on a free port that runs a script for each connection, one after the other, and then
/// closes it.
class ScriptedServer {
 public:
  using Script = std::function<void(Peer&)>;

  explicit ScriptedServer(Script script, Loopback loopback = Loopback::Ipv4);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const { return port_; }
  /// Without a path.
  std::string url() const;

 private:
  void serve() const;

  Script script_;
  Loopback loopback_;
  int listener_ = -1;
  int stop_ = -1;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

/// Sends these octets, once the request is there.
ScriptedServer::Script answering(std::string octets);

/// An answer of status 200 with this body and its length.
std::string http_page(std::string_view body);

}  // namespace orbbench::metrics
