#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace orbbench::tests {

/// What came back, read off the wire.
struct WireReply {
  int status = 0;                              ///< 0: the connection ended without a reply
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;

  nlohmann::json json() const { return nlohmann::json::parse(body); }
};

/// A TCP connection to a server of this machine, over which a test says exactly what it wants to.
class WireClient {
 public:
  explicit WireClient(std::uint16_t port);
  ~WireClient();
  WireClient(const WireClient&) = delete;
  WireClient& operator=(const WireClient&) = delete;

  void send(const std::string& text);
  /// Fails the test when nothing comes for 10 s.
  WireReply receive();
  WireReply exchange(const std::string& text);

  /// Whether the server has closed the connection, after waiting for it to.
  bool closed_by_server();
  void close();

 private:
  bool fill();

  int socket_ = -1;
  std::string input_;
};

/// A request with its head made from lines, each without its end.
std::string request(const std::string& first, const std::string& headers = {},
                    const std::string& body = {});

}  // namespace orbbench::tests
