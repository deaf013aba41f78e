#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "name_lookup.hpp"
#include "transfer.hpp"

namespace orbbench::metrics {

/// A TCP connection of which every step ends at one deadline. Throws TransferError.
class TcpStream {
 public:
  /// Connects to the first of the addresses that answers.
  TcpStream(const std::vector<SocketAddress>& addresses, const TransferDeadline& deadline);
  ~TcpStream();
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;

  void write_all(std::string_view octets);

  /// How many octets came; 0 when the peer has no more to say.
  std::size_t read_some(std::span<char> room);

 private:
  enum class Readiness { Ready, Late };

  int connect_to(const SocketAddress& address, TransferDeadline::Clock::time_point end);
  Readiness wait_for(short events, TransferDeadline::Clock::time_point end) const;
  void require_ready(short events) const;
  void close_socket();

  const TransferDeadline& deadline_;
  int socket_ = -1;
};

}  // namespace orbbench::metrics
