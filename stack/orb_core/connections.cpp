#include "connections.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace orbbench::orb_core {
namespace {

constexpr const char* kEstablished = "01";

// A line of /proc/net/tcp: number, local address:port, remote address:port, state, all in hex.
bool is_connection_of(const std::string& line, std::uint16_t local_port) {
  std::istringstream fields(line);
  std::string number;
  std::string local;
  std::string remote;
  std::string state;
  fields >> number >> local >> remote >> state;
  const std::size_t colon = local.rfind(':');
  return state == kEstablished && colon != std::string::npos &&
         std::stoul(local.substr(colon + 1), nullptr, 16) == local_port;
}

std::uint32_t count_in(const char* table, std::uint16_t local_port) {
  std::ifstream lines(table);
  std::string line;
  std::getline(lines, line);  // the heading
  std::uint32_t count = 0;
  while (std::getline(lines, line)) {
    count += is_connection_of(line, local_port) ? 1U : 0U;
  }
  return count;
}

}  // namespace

std::uint32_t count_connections(std::uint16_t local_port) {
  return count_in("/proc/self/net/tcp", local_port) + count_in("/proc/self/net/tcp6", local_port);
}

std::uint32_t count_threads() {
  const std::filesystem::directory_iterator tasks("/proc/self/task");
  return static_cast<std::uint32_t>(std::distance(begin(tasks), end(tasks)));
}

}  // namespace orbbench::orb_core
