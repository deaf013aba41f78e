#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace orbbench::orb_core {

/// The service context in which a client of this project names the request that a call belongs to:
/// "OBB" and 1, from the half of the id space that is for vendors.
inline constexpr std::uint32_t kCorrelationContext = 0x4f424201;

/// The longest id that is kept.
inline constexpr std::size_t kMaxCorrelationOctets = 128;

/// The id in the context's data, an encapsulation of one CDR string. Empty for data that is not
/// that, or an id that is longer or not printable ASCII: it comes from anybody.
std::string decode_correlation(std::span<const std::uint8_t> encapsulation);

}  // namespace orbbench::orb_core
