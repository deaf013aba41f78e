#include "network_of_hosts.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using process::FileDescriptor;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + ": " + std::strerror(errno));
}

FileDescriptor network_of_this_thread() {
  FileDescriptor network(open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (network.number() < 0) {
    fail("/proc/thread-self/ns/net");
  }
  return network;
}

FileDescriptor make_network() {
  if (unshare(CLONE_NEWNET) != 0) {
    fail("a network namespace cannot be made");
  }
  return network_of_this_thread();
}

void enter(const FileDescriptor& network) {
  if (setns(network.number(), CLONE_NEWNET) != 0) {
    fail("setns");
  }
}

void ip(const std::string& arguments) {
  const int status = std::system(("ip " + arguments + " 2>/dev/null").c_str());
  if (status != 0) {
    throw std::runtime_error("`ip " + arguments + "` failed");
  }
}

std::string port_of(std::size_t host) {
  return "port" + std::to_string(host);
}

std::string address_of(std::size_t host) {
  return "10.213.0." + std::to_string(11 + host);
}

}  // namespace

const std::string& NetworkOfHosts::server_address() {
  static const std::string address = "10.213.0.1";
  return address;
}

NetworkOfHosts::NetworkOfHosts(std::size_t hosts) : outside_(network_of_this_thread()) {
  try {
    for (std::size_t host = 0; host < hosts; ++host) {
      hosts_.push_back(make_network());
    }
    server_ = make_network();
    make_bridge();
    for (std::size_t host = 0; host < hosts; ++host) {
      attach(host);
    }
  } catch (const std::runtime_error&) {
    enter(outside_);
    throw;
  }
}

NetworkOfHosts::~NetworkOfHosts() {
  enter(outside_);
}

void NetworkOfHosts::make_bridge() const {
  ip("link set lo up");
  ip("link add bridge0 type bridge");
  ip("addr add " + server_address() + "/24 dev bridge0");
  ip("link set bridge0 up");
}

void NetworkOfHosts::attach(std::size_t host) const {
  const std::string network =
      "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(hosts_[host].number());
  ip("link add " + port_of(host) + " type veth peer name net0 netns " + network);
  ip("link set " + port_of(host) + " master bridge0 up");
  at_host(host, [&] {
    ip("link set lo up");
    ip("addr add " + address_of(host) + "/24 dev net0");
    ip("link set net0 up");
  });
}

void NetworkOfHosts::at_host(std::size_t host, const std::function<void()>& start) const {
  enter(hosts_[host]);
  try {
    start();
  } catch (...) {
    enter(server_);
    throw;
  }
  enter(server_);
}

void NetworkOfHosts::cut_off(std::size_t host) const {
  ip("link set " + port_of(host) + " down");
}

void NetworkOfHosts::join(std::size_t host) const {
  ip("link set " + port_of(host) + " up");
}

}  // namespace orbbench::tests
