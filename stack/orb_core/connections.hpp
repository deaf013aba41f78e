#pragma once

#include <cstdint>

namespace orbbench::orb_core {

/// Established TCP connections of this machine's port, read off /proc/net/tcp and tcp6.
std::uint32_t count_connections(std::uint16_t local_port);

/// Threads of this process.
std::uint32_t count_threads();

}  // namespace orbbench::orb_core
