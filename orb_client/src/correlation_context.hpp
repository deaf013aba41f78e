#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace orbbench::orb_client {

/// The data of a correlation context: an encapsulation, in this machine's byte order, of the id as
/// a CDR string.
std::vector<std::uint8_t> encode_correlation(std::string_view id);

}  // namespace orbbench::orb_client
