#include "line_channel.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <string_view>

#include "system_error.hpp"

namespace orbbench::launcher {
namespace {
constexpr std::size_t kMaxLine = 1UL << 20U;
}

std::pair<LineChannel, LineChannel> LineChannel::make_pair() {
  std::array<int, 2> ends{};
  checked(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()), "socketpair");
  return {LineChannel(process::FileDescriptor(ends[0])),
          LineChannel(process::FileDescriptor(ends[1]))};
}

void LineChannel::send(const nlohmann::json& message) {
  // A log line may hold anything: what is not UTF-8 is replaced, never a reason to fail.
  const std::string text =
      message.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto sent = ::send(number(), rest.data(), rest.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) {
      continue;
    }
    if (sent < 0) {
      return;
    }
    rest.remove_prefix(static_cast<std::size_t>(sent));
  }
}

std::vector<nlohmann::json> LineChannel::receive() {
  while (!ended_) {
    std::array<char, 8192> buffer;
    const auto taken = recv(number(), buffer.data(), buffer.size(), 0);
    if (taken < 0 && errno == EINTR) {
      continue;
    }
    // A peer that was killed with unread data resets the connection: the end, all the same.
    if (taken <= 0) {
      ended_ = true;
      break;
    }
    pending_.append(buffer.data(), static_cast<std::size_t>(taken));
    if (auto messages = take_lines(); !messages.empty()) {
      return messages;
    }
  }
  return {};
}

std::vector<nlohmann::json> LineChannel::take_lines() {
  std::vector<nlohmann::json> messages;
  for (auto end = pending_.find('\n'); end != std::string::npos; end = pending_.find('\n')) {
    messages.push_back(nlohmann::json::parse(pending_.substr(0, end)));
    pending_.erase(0, end + 1);
  }
  if (pending_.size() > kMaxLine) {
    throw std::runtime_error("a message of the stack's keeper is longer than 1 MiB");
  }
  return messages;
}

void LineChannel::finish_sending() {
  shutdown(number(), SHUT_WR);
}

}  // namespace orbbench::launcher
