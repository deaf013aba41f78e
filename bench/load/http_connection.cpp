#include "load/http_connection.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>
#include <regex>
#include <stdexcept>
#include <system_error>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::size_t kReadAtOnce = 16384;
constexpr std::size_t kMostHead = 65536;

[[noreturn]] void fail(const char* what) {
  // A timed socket call that ran out of time says "try again".
  throw std::runtime_error(
      std::string(what) + ": " +
      (errno == EAGAIN ? "no answer in time" : std::generic_category().message(errno)));
}

// A timed socket call is cut short also when the process goes on after it was stopped (signal(7)).
template <class Call>
ssize_t uninterrupted(Call call) {
  ssize_t done = call();
  while (done < 0 && errno == EINTR) {
    done = call();
  }
  return done;
}

using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

Addresses resolve(const std::string& host, const std::string& port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = getaddrinfo(host.c_str(), port.c_str(), &wanted, &found);
  if (error != 0) {
    throw std::runtime_error(host + ": " + gai_strerror(error));
  }
  return {found, &freeaddrinfo};
}

void set_up(int socket, std::chrono::milliseconds patience) {
  const int on = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  timeval limit{};
  limit.tv_sec = patience.count() / 1000;
  limit.tv_usec = patience.count() % 1000 * 1000;
  setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

/// The value of a field in an answer's head, or nothing. `name` without the colon.
std::optional<std::string_view> field(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;
       at = head.find("\r\n", at + 2)) {
    const std::string_view line = head.substr(at + 2);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        strncasecmp(line.data(), name.data(), name.size()) == 0) {
      const std::size_t begin = line.find_first_not_of(' ', name.size() + 1);
      return line.substr(begin, line.find('\r', begin) - begin);
    }
  }
  return std::nullopt;
}

template <class Number>
Number number(std::string_view text, const char* what) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw std::runtime_error(std::string("the answer's ") + what + " is no number");
  }
  return value;
}

std::size_t body_length(std::string_view head, int status) {
  if (status == 204 || status == 304) {
    return 0;
  }
  const auto length = field(head, "content-length");
  if (!length) {
    throw std::runtime_error("the answer has no Content-Length");
  }
  return number<std::size_t>(*length, "Content-Length");
}

bool is_last(std::string_view head) {
  const auto connection = field(head, "connection");
  return connection && connection->size() == 5 &&
         strncasecmp(connection->data(), "close", connection->size()) == 0;
}

}  // namespace

HttpConnection::HttpConnection(const std::string& url, std::chrono::milliseconds patience)
    : patience_(patience) {
  static const std::regex form(
      R"(http://(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+))(?::([0-9]{1,5}))?/?)");
  std::smatch parts;
  if (!std::regex_match(url, parts, form)) {
    throw orb_client::ConfigError("\"" + url + "\" is no http://host:port");
  }
  host_ = parts[1].matched ? parts[1] : parts[2];
  if (parts[3].matched) {
    port_ = parts[3];
  }
  authority_ = (parts[1].matched ? "[" + host_ + "]" : host_) + ":" + port_;
}

HttpConnection::~HttpConnection() {
  disconnect();
}

void HttpConnection::connect() {
  const Addresses addresses = resolve(host_, port_);
  for (const addrinfo* one = addresses.get(); one != nullptr; one = one->ai_next) {
    socket_ = ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC, one->ai_protocol);
    if (socket_ < 0) {
      continue;
    }
    set_up(socket_, patience_);
    if (::connect(socket_, one->ai_addr, one->ai_addrlen) == 0) {
      return;
    }
    const int reason = errno;
    disconnect();
    errno = reason;
  }
  fail("connecting");
}

void HttpConnection::disconnect() {
  if (socket_ >= 0) {
    ::close(socket_);
    socket_ = -1;
  }
}

int HttpConnection::exchange(std::string_view request) {
  try {
    if (socket_ < 0) {
      connect();
    }
    send(request);
    return receive_answer();
  } catch (const std::exception&) {
    disconnect();  // what comes over it now would be taken for the next answer
    throw;
  }
}

void HttpConnection::send(std::string_view request) {
  while (!request.empty()) {
    const ssize_t sent = uninterrupted(
        [&] { return ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL); });
    if (sent < 0) {
      fail("sending");
    }
    request.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void HttpConnection::receive_some() {
  const std::size_t held = received_.size();
  received_.resize(held + kReadAtOnce);
  const ssize_t read =
      uninterrupted([&] { return ::recv(socket_, received_.data() + held, kReadAtOnce, 0); });
  received_.resize(held + static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
  if (read < 0) {
    fail("receiving");
  }
  if (read == 0) {
    throw std::runtime_error("the connection was closed before the answer's end");
  }
}

int HttpConnection::receive_answer() {
  received_.clear();
  std::size_t head_end = std::string::npos;
  while ((head_end = received_.find(kHeadEnd)) == std::string::npos) {
    if (received_.size() > kMostHead) {
      throw std::runtime_error("the answer's head has no end");
    }
    receive_some();
  }
  body_begin_ = head_end + kHeadEnd.size();
  if (!received_.starts_with("HTTP/1.") || body_begin_ < 16) {
    throw std::runtime_error("the answer is no HTTP/1.1");
  }
  const std::string head = received_.substr(0, head_end + 2);
  const int status = number<int>(std::string_view(head).substr(9, 3), "status");
  const std::size_t whole = body_begin_ + body_length(head, status);
  while (received_.size() < whole) {
    receive_some();
  }
  if (received_.size() > whole) {
    throw std::runtime_error("the answer is longer than it says");
  }
  if (is_last(head)) {
    disconnect();
  }
  return status;
}

}  // namespace orbbench::bench
