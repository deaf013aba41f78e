#include "client_socket.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace orbbench::service {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kReadOctets = 16 * 1024;
constexpr std::size_t kWriteOctets = 64 * 1024;
constexpr milliseconds kWritePatience{5000};

bool wait_for(int descriptor, short events, milliseconds patience) {
  pollfd entry{descriptor, events, 0};
  return poll(&entry, 1, static_cast<int>(patience.count())) == 1;
}

// Rounded up: a poll of 0 ms in the last millisecond would spin.
milliseconds left(const orb_client::Deadline& deadline) {
  return std::chrono::ceil<milliseconds>(deadline.remaining());
}

}  // namespace

ClientSocket::ClientSocket(process::FileDescriptor descriptor)
    : descriptor_(std::move(descriptor)) {}

void ClientSocket::expect_request(orb_client::Deadline read_by, std::size_t max_octets) {
  read_by_ = read_by;
  octets_left_ = max_octets;
}

bool ClientSocket::becomes_readable(milliseconds patience) const {
  return has_read_ahead() || wait_for(descriptor_.number(), POLLIN, patience);
}

bool ClientSocket::client_gone() const {
  pollfd entry{descriptor_.number(), POLLRDHUP, 0};
  return poll(&entry, 1, 0) == 1 && (entry.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

bool ClientSocket::fill() {
  input_.resize(kReadOctets);
  position_ = 0;
  for (;;) {
    const ssize_t count = recv(descriptor_.number(), input_.data(), input_.size(), MSG_DONTWAIT);
    if (count > 0) {
      input_.resize(static_cast<std::size_t>(count));
      return true;
    }
    const bool would_block = count < 0 && (errno == EAGAIN || errno == EINTR);
    if (!would_block || !wait_for(descriptor_.number(), POLLIN, left(read_by_))) {
      input_.clear();
      return false;
    }
  }
}

ssize_t ClientSocket::read(char* data, size_t size) {
  // "100 Continue" must be out before the client sends its body.
  if (!output_.empty() && !flush()) {
    return -1;
  }
  if (octets_left_ == 0 || (!has_read_ahead() && !fill())) {
    return -1;
  }
  const std::size_t count = std::min({size, input_.size() - position_, octets_left_});
  std::memcpy(data, input_.data() + position_, count);
  position_ += count;
  octets_left_ -= count;
  return static_cast<ssize_t>(count);
}

ssize_t ClientSocket::write(const char* data, size_t size) {
  output_.append(data, size);
  if (output_.size() >= kWriteOctets && !flush()) {
    return -1;
  }
  return static_cast<ssize_t>(size);
}

bool ClientSocket::flush() {
  const auto write_by = orb_client::Deadline::after(kWritePatience);
  std::size_t sent = 0;
  while (sent < output_.size()) {
    const ssize_t count = send(descriptor_.number(), output_.data() + sent, output_.size() - sent,
                               MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      sent += static_cast<std::size_t>(count);
    } else if ((errno != EAGAIN && errno != EINTR) ||
               !wait_for(descriptor_.number(), POLLOUT, left(write_by))) {
      break;
    }
  }
  const bool complete = sent == output_.size();
  output_.clear();
  return complete;
}

void ClientSocket::end_sending() const {
  shutdown(descriptor_.number(), SHUT_WR);
}

bool ClientSocket::discard_input() {
  std::array<char, kReadOctets> sink;
  for (;;) {
    const ssize_t count = recv(descriptor_.number(), sink.data(), sink.size(), MSG_DONTWAIT);
    if (count <= 0) {
      return count < 0 && (errno == EAGAIN || errno == EINTR);
    }
  }
}

bool ClientSocket::is_readable() const {
  return becomes_readable(left(read_by_));
}

bool ClientSocket::is_writable() const {
  return wait_for(descriptor_.number(), POLLOUT, kWritePatience);
}

// Nothing here asks for addresses, and finding them out would cost two calls a request.
void ClientSocket::get_remote_ip_and_port(std::string&, int&) const {}
void ClientSocket::get_local_ip_and_port(std::string&, int&) const {}

}  // namespace orbbench::service
