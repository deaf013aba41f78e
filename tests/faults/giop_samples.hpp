#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faults/giop_message.hpp"

namespace orbbench::tests {

using OctetVector = std::vector<std::uint8_t>;

/// How a sample message is put into octets.
struct Encoding {
  std::uint8_t minor_version = 2;
  faults::ByteOrder byte_order = faults::ByteOrder::LittleEndian;
  bool fragments_follow = false;
};

OctetVector sample_request(const Encoding& encoding, std::uint32_t request_id,
                           const std::string& operation, std::size_t body_octets);
OctetVector sample_reply(const Encoding& encoding, std::uint32_t request_id,
                         std::size_t body_octets);
OctetVector sample_fragment(const Encoding& encoding, std::uint32_t request_id,
                            std::size_t body_octets);
OctetVector sample_close(const Encoding& encoding);

}  // namespace orbbench::tests
