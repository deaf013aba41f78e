#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::tests {

/// A server and hosts, each with a network of its own, joined by a bridge: network namespaces and
/// veth pairs, without names, so that the kernel removes them with the last process in them. The
/// thread that makes this is at the server until it is destroyed, and with it what it starts. Used
/// by that thread.
class NetworkOfHosts {
 public:
  /// Throws std::runtime_error where the kernel, or this user, does not permit it.
  explicit NetworkOfHosts(std::size_t hosts);
  ~NetworkOfHosts();
  NetworkOfHosts(const NetworkOfHosts&) = delete;
  NetworkOfHosts& operator=(const NetworkOfHosts&) = delete;

  static const std::string& server_address();

  /// What is started in there is on that host.
  void at_host(std::size_t host, const std::function<void()>& start) const;

  /// Takes the host's link down: what it sends is lost, and nobody is told.
  void cut_off(std::size_t host) const;
  void join(std::size_t host) const;

 private:
  void make_bridge() const;
  void attach(std::size_t host) const;

  process::FileDescriptor outside_;
  process::FileDescriptor server_;
  std::vector<process::FileDescriptor> hosts_;
};

}  // namespace orbbench::tests
