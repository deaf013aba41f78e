#pragma once

#include <cstdint>

namespace orbbench::orb_core {

/// Established TCP connections of this process at that port of its own.
std::uint32_t count_connections(std::uint16_t local_port);

/// Threads of this process.
std::uint32_t count_threads();

}  // namespace orbbench::orb_core
