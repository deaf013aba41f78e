#include "wire_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <sstream>

namespace orbbench::tests {

WireClient::WireClient(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
  const timeval patience{10, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
}

WireClient::~WireClient() {
  close();
}

void WireClient::close() {
  if (socket_ >= 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

void WireClient::send(const std::string& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const ssize_t count = ::send(socket_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (count < 0) {
      return;  // the server has closed: what it answered before that is still to be read
    }
    sent += static_cast<std::size_t>(count);
  }
}

bool WireClient::fill() {
  std::array<char, 4096> buffer;
  const ssize_t count = recv(socket_, buffer.data(), buffer.size(), 0);
  EXPECT_FALSE(count < 0 && errno == EAGAIN) << "nothing came for 10 s";
  if (count <= 0) {
    return false;
  }
  input_.append(buffer.data(), static_cast<std::size_t>(count));
  return true;
}

WireReply WireClient::receive() {
  std::size_t head_end = 0;
  while ((head_end = input_.find("\r\n\r\n")) == std::string::npos) {
    if (!fill()) {
      return {};
    }
  }
  WireReply reply;
  std::istringstream head(input_.substr(0, head_end));
  std::string line;
  std::getline(head, line);
  reply.status = std::stoi(line.substr(9, 3));
  while (std::getline(head, line)) {
    const auto colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
    reply.headers[name] = line.substr(colon + 2, line.find('\r') - colon - 2);
  }
  const std::size_t length =
      reply.headers.contains("content-length") ? std::stoul(reply.headers["content-length"]) : 0;
  input_.erase(0, head_end + 4);
  while (input_.size() < length && fill()) {
  }
  reply.body = input_.substr(0, length);
  input_.erase(0, length);
  return reply;
}

WireReply WireClient::exchange(const std::string& text) {
  send(text);
  return receive();
}

bool WireClient::closed_by_server() {
  return !fill();
}

std::string request(const std::string& first, const std::string& headers, const std::string& body) {
  std::string text = first + " HTTP/1.1\r\nHost: test\r\n" + headers;
  if (!body.empty()) {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return text + "\r\n" + body;
}

}  // namespace orbbench::tests
