#include "revocations.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace orbbench::bench {
namespace {

// HAProxy takes several commands on one line, as long as the line fits into its buffer.
constexpr std::size_t kLongestLine = 12'000;
constexpr timeval kPatience{5, 0};

class UnixConnection {
 public:
  explicit UnixConnection(const std::string& path)
      : descriptor_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      const int error = errno;
      close(descriptor_);
      throw std::system_error(error, std::generic_category(), "connecting to " + path);
    }
  }
  ~UnixConnection() { close(descriptor_); }
  UnixConnection(const UnixConnection&) = delete;
  UnixConnection& operator=(const UnixConnection&) = delete;

  void send_all(const std::string& text) const {
    std::size_t sent = 0;
    while (sent < text.size()) {
      const auto part = send(descriptor_, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (part < 0) {
        throw std::system_error(errno, std::generic_category(), "telling the gateway");
      }
      sent += static_cast<std::size_t>(part);
    }
  }

  std::string receive_all() const {
    std::string text;
    std::array<char, 4096> buffer;
    while (true) {
      const auto part = recv(descriptor_, buffer.data(), buffer.size(), 0);
      if (part < 0) {
        throw std::system_error(errno, std::generic_category(), "hearing the gateway");
      }
      if (part == 0) {
        return text;
      }
      text.append(buffer.data(), static_cast<std::size_t>(part));
    }
  }

 private:
  int descriptor_;
};

std::string id_of(std::size_t number) {
  return "measured-token-id-" + std::to_string(number);
}

}  // namespace

std::string Revocations::command(const std::string& text) const {
  const UnixConnection connection(socket_);
  connection.send_all(text + "\n");
  return connection.receive_all();
}

void Revocations::add(std::size_t count) const {
  std::string line;
  for (std::size_t number = 0; number < count; ++number) {
    line += (line.empty() ? "add acl " : ";add acl ") + list_ + " " + id_of(number);
    if (line.size() > kLongestLine || number + 1 == count) {
      command(line);
      line.clear();
    }
  }
  for (const std::size_t number : {std::size_t{0}, count / 2, count - 1}) {
    if (command("get acl " + list_ + " " + id_of(number)).find("match=yes") == std::string::npos) {
      throw std::runtime_error("the gateway does not know " + id_of(number) + " as revoked");
    }
  }
}

void Revocations::clear() const {
  command("clear acl " + list_);
}

}  // namespace orbbench::bench
