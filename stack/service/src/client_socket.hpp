#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::service {

/// A client's connection as cpp-httplib reads and writes it. Unlike the library's own stream it
/// bounds a request in octets and in time, keeps what a client sent ahead for the next request, and
/// sends a reply's head and body in one segment. One thread at a time.
class ClientSocket final : public httplib::Stream {
 public:
  explicit ClientSocket(process::FileDescriptor descriptor);

  /// Before each request: how long it may take to come in, and how long it may be.
  void expect_request(orb_client::Deadline read_by, std::size_t max_octets);

  /// Whether there is something to read without waiting for the client.
  bool has_read_ahead() const { return position_ < input_.size(); }
  bool becomes_readable(std::chrono::milliseconds patience) const;

  /// Whether the client has closed its end, or is lost. One that has only ended its sending
  /// (shutdown) counts as gone too: TCP does not tell the two apart.
  bool client_gone() const;

  /// Sends what is waiting. False where the client does not take it.
  bool flush();
  void end_sending() const;
  /// Reads and throws away what has come. False at the end of the connection.
  bool discard_input();

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* data, size_t size) override;
  ssize_t write(const char* data, size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return descriptor_.number(); }

 private:
  bool fill();

  process::FileDescriptor descriptor_;
  orb_client::Deadline read_by_ = orb_client::Deadline::after({});
  std::size_t octets_left_ = 0;
  std::vector<char> input_;
  std::size_t position_ = 0;
  std::string output_;
};

}  // namespace orbbench::service
