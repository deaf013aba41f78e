#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::launcher {

/// One end of a socket pair that carries JSON, a value a line. Used by one thread at a time.
class LineChannel {
 public:
  explicit LineChannel(process::FileDescriptor socket) : socket_(std::move(socket)) {}

  /// Two ends, neither inherited by programs that are executed.
  static std::pair<LineChannel, LineChannel> make_pair();

  int number() const { return socket_.number(); }

  /// What a peer that has gone misses is dropped: its going is seen by receive.
  void send(const nlohmann::json& message);

  /// Waits for at least one message, or the end. Throws std::runtime_error for a line that is no
  /// JSON or is longer than 1 MiB.
  std::vector<nlohmann::json> receive();

  bool ended() const { return ended_; }
  void finish_sending();
  void close() { socket_.close(); }

 private:
  std::vector<nlohmann::json> take_lines();

  process::FileDescriptor socket_;
  std::string pending_;
  bool ended_ = false;
};

}  // namespace orbbench::launcher
