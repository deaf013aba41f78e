#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace orbbench::tests {

/// How many established IPv4 connections the kernel knows at the server's side of a port.
std::size_t established_connections(std::uint16_t server_port);

/// How many sockets, in whatever state, a process has open towards a port.
std::size_t sockets_towards(pid_t process, std::uint16_t server_port);

/// How many IPv4 sockets of this process listen.
std::size_t listening_sockets();

}  // namespace orbbench::tests
