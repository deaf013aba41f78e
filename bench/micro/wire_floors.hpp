#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "floor.hpp"

namespace orbbench::bench {

/// What the octets of one call take over raw TCP on this machine, on connections of the floor's
/// own. Each throws std::system_error.

/// Octets of a GIOP 1.2 request and reply with bodies of these sizes, to within their alignment.
std::size_t request_octets(const std::string& operation, std::size_t body);
std::size_t reply_octets(std::size_t body);

/// A request there and a reply back.
Floor round_trip_floor(std::size_t request, std::size_t reply);

/// The calls of an operation whose argument and result have that many octets.
Floor echo_floor(const std::string& operation, std::size_t body);

/// Octets that are sent, and read by somebody at some time.
Floor sending_floor(std::size_t octets);

/// A connection made, a request there and a reply back over it, and its end.
Floor connection_floor(std::size_t request, std::size_t reply);

}  // namespace orbbench::bench
