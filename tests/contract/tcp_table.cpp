#include "tcp_table.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace orbbench::tests {
namespace {

constexpr int kEstablished = 1;
constexpr int kListening = 10;

/// A line of /proc/net/tcp (proc(5)).
struct TcpEntry {
  std::uint16_t local_port = 0;
  std::uint16_t remote_port = 0;
  int state = 0;
  std::string inode;
};

std::uint16_t port_of(const std::string& address) {
  return static_cast<std::uint16_t>(std::stoul(address.substr(address.find(':') + 1), nullptr, 16));
}

std::vector<TcpEntry> read_tcp_table() {
  std::ifstream table("/proc/net/tcp");
  std::string line;
  std::getline(table, line);
  std::vector<TcpEntry> entries;
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    std::string slot, local, remote, state, skipped, inode;
    fields >> slot >> local >> remote >> state;
    for (int field = 0; field < 5; ++field) {
      fields >> skipped;
    }
    fields >> inode;
    entries.push_back({port_of(local), port_of(remote), std::stoi(state, nullptr, 16), inode});
  }
  return entries;
}

std::set<std::string> socket_inodes(pid_t process) {
  std::set<std::string> inodes;
  const std::string folder = "/proc/" + std::to_string(process) + "/fd";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::error_code gone;
    const std::string target = std::filesystem::read_symlink(entry.path(), gone).string();
    if (target.starts_with("socket:[")) {
      inodes.insert(target.substr(8, target.size() - 9));
    }
  }
  return inodes;
}

}  // namespace

std::size_t established_connections(std::uint16_t server_port) {
  std::size_t count = 0;
  for (const TcpEntry& entry : read_tcp_table()) {
    count += entry.local_port == server_port && entry.state == kEstablished ? 1U : 0U;
  }
  return count;
}

std::size_t sockets_towards(pid_t process, std::uint16_t server_port) {
  const std::set<std::string> inodes = socket_inodes(process);
  std::size_t count = 0;
  for (const TcpEntry& entry : read_tcp_table()) {
    count += entry.remote_port == server_port && inodes.contains(entry.inode) ? 1U : 0U;
  }
  return count;
}

std::size_t listening_sockets() {
  const std::set<std::string> inodes = socket_inodes(::getpid());
  std::size_t count = 0;
  for (const TcpEntry& entry : read_tcp_table()) {
    count += entry.state == kListening && inodes.contains(entry.inode) ? 1U : 0U;
  }
  return count;
}

}  // namespace orbbench::tests
