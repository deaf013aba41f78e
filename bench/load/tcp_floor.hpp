#pragma once

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

namespace orbbench::bench {

/// Of the GIOP 1.2 request and reply of Probe::ping, as captured on the wire.
inline constexpr std::size_t kPingRequestOctets = 60;
inline constexpr std::size_t kPingReplyOctets = 24;

/// A raw TCP ping-pong over loopback: the least that a call with messages of these sizes can take
/// on this machine. Owns both ends; the answering thread ends with it. One thread may call.
class TcpFloor {
 public:
  /// Punctual: for a caller that is one of the lanes of a load.
  enum class Answering { AsUsual, Punctual };

  /// Sizes in octets, at least 1. Throws std::system_error.
  TcpFloor(std::size_t request_octets, std::size_t reply_octets,
           Answering answering = Answering::AsUsual);
  ~TcpFloor();
  TcpFloor(const TcpFloor&) = delete;
  TcpFloor& operator=(const TcpFloor&) = delete;

  /// Sends one request and reads its reply. Throws std::system_error.
  void round_trip();

 private:
  std::vector<std::uint8_t> request_;
  std::vector<std::uint8_t> reply_;
  int client_ = -1;
  int server_ = -1;
  std::jthread answering_;
};

}  // namespace orbbench::bench
