#pragma once

#include <cstdint>
#include <span>

#include "faults/giop_message.hpp"

namespace orbbench::faults {

enum class HeadState {
  Complete,    ///< all that is asked for was read
  Incomplete,  ///< more octets are needed
  Unreadable   ///< these octets cannot be the beginning of such a message
};

/// Reads the twelve octets that begin every GIOP message; Unreadable also for a version other than
/// 1.0 to 1.2, and, as early as an octet shows it, for what is no GIOP at all.
HeadState read_frame(std::span<const std::uint8_t> octets, GiopMessage& message);

/// Reads request id and operation from the first octets of a message whose frame is in `message`.
HeadState read_head(std::span<const std::uint8_t> octets, GiopMessage& message);

}  // namespace orbbench::faults
