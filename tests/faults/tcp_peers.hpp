#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "core_process.hpp"

namespace orbbench::tests {

/// A client of 127.0.0.1 whose every wait ends within ten seconds.
class TcpClient {
 public:
  enum class End { Open, Fin, Reset };

  explicit TcpClient(std::uint16_t port);

  /// False when the other side has reset the connection.
  bool send(const std::string& octets);
  void finish_sending();
  /// Up to that many octets; fewer when the connection ends or the time passes.
  std::string receive(std::size_t octets,
                      std::chrono::milliseconds time = std::chrono::seconds(10));
  /// All until the connection ends.
  std::string receive_to_the_end();
  /// How the connection has ended.
  End end() const { return end_; }

 private:
  Descriptor socket_;
  End end_ = End::Open;
};

/// Sends back what it is sent, on any number of connections at a time, each until its client ends
/// it.
class EchoServer {
 public:
  EchoServer();
  ~EchoServer();
  EchoServer(const EchoServer&) = delete;
  EchoServer& operator=(const EchoServer&) = delete;

  std::uint16_t port() const;
  std::string address() const;

 private:
  void serve(const std::stop_token& stop) const;

  Descriptor listener_;
  Descriptor wake_;
  std::jthread thread_;
};

}  // namespace orbbench::tests
