#include "ports.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <fstream>
#include <map>
#include <random>

#include "orbbench/launcher/free_port.hpp"
#include "orbbench/launcher/stack_error.hpp"
#include "orbbench/process/file_descriptor.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

process::FileDescriptor listen_on(std::uint16_t port) {
  process::FileDescriptor listener(
      checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket"));
  // As the servers do: connections of an earlier server in TIME_WAIT do not make a port taken.
  const int on = 1;
  checked(setsockopt(listener.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), "SO_REUSEADDR");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  checked(bind(listener.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address),
          "bind");
  checked(listen(listener.number(), 1), "listen");
  return listener;
}

constexpr std::uint16_t kFirstFreePort = 20'000;
constexpr int kPortChoices = 1000;

/// The last one below those that the kernel chooses from for connections.
std::uint16_t last_port_of_servers() {
  std::ifstream range("/proc/sys/net/ipv4/ip_local_port_range");
  std::uint16_t first_of_connections = 0;
  range >> first_of_connections;
  constexpr std::uint16_t kUsual = 32'767;
  return first_of_connections > kFirstFreePort + kPortChoices
             ? static_cast<std::uint16_t>(first_of_connections - 1)
             : kUsual;
}

void require_free(const WantedPort& port) try {
  listen_on(port.number);
} catch (const std::system_error& error) {
  const std::string what = "port " + std::to_string(port.number) + ", wanted for " + port.user;
  if (error.code().value() != EADDRINUSE) {
    throw StackError(kExitUsage, what + ", cannot be listened on (" + error.code().message() +
                                     "): give another one with " + port.flag);
  }
  throw StackError(kExitUsage, what +
                                   ", is taken: stop what listens there, give another one with " +
                                   port.flag + ", or use --free-ports");
}

}  // namespace

// Not one that the kernel gives to whoever connects: between now and its use, or while its server
// is down, any connection on the machine might take such a port.
std::uint16_t find_free_port() {
  std::random_device source;
  std::uniform_int_distribution<std::uint16_t> choice(kFirstFreePort, last_port_of_servers());
  for (int attempt = 1;; ++attempt) {
    const std::uint16_t port = choice(source);
    try {
      listen_on(port);
      return port;
    } catch (const std::system_error&) {
      if (attempt == kPortChoices) {
        throw;
      }
    }
  }
}

void require_free(const std::vector<WantedPort>& ports) {
  std::map<std::uint16_t, std::string> users;
  for (const WantedPort& port : ports) {
    if (port.number == 0) {
      continue;
    }
    const auto [other, is_new] = users.emplace(port.number, port.user);
    if (!is_new) {
      throw StackError(kExitUsage, "port " + std::to_string(port.number) + " is wanted for both " +
                                       other->second + " and " + port.user +
                                       ": give another one with " + port.flag);
    }
    require_free(port);
  }
}

}  // namespace orbbench::launcher
