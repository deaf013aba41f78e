#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace orbbench::bench {

/// A connection over which HTTP/1.1 requests go, one after the other, that are written out already.
/// Does no more than a load generator needs, so that it adds as little as wrk does to what it
/// measures: bodies of a Content-Length, no redirects, no encodings. Used by one thread.
class HttpConnection {
 public:
  /// Connects when the first request is sent. A wait for the peer that lasts longer than `patience`
  /// fails. Throws ConfigError for anything but http://host[:port].
  HttpConnection(const std::string& url, std::chrono::milliseconds patience);
  ~HttpConnection();
  HttpConnection(const HttpConnection&) = delete;
  HttpConnection& operator=(const HttpConnection&) = delete;

  /// For the request's Host field.
  const std::string& authority() const { return authority_; }

  /// Sends the request and reads its answer; returns the status. Throws std::runtime_error when
  /// there is none; the next request connects anew then, as it does after an answer that says
  /// "Connection: close".
  int exchange(std::string_view request);

  /// That of the last answer, until the next exchange.
  std::string_view body() const { return std::string_view(received_).substr(body_begin_); }

 private:
  void connect();
  void disconnect();
  void send(std::string_view request);
  void receive_some();
  int receive_answer();

  std::string host_;
  std::string port_ = "80";
  std::string authority_;
  std::chrono::milliseconds patience_;
  int socket_ = -1;
  std::string received_;
  std::size_t body_begin_ = 0;
};

}  // namespace orbbench::bench
