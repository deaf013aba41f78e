#include "memory/orb_buffer.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "memory/canary.hpp"

namespace orbbench::memory {
namespace {

constexpr std::uint64_t kReach = 65536;
constexpr std::uint64_t kHeaderOctets = 12;
constexpr std::string_view kMagic = "GIOP";
constexpr std::uint8_t kLastType = 7;
constexpr std::uint8_t kLastMinor = 2;

/// Octets of the message at the place, its header included; 0 when none stands there.
std::uint64_t message_octets(std::span<const std::uint8_t> octets) {
  if (octets.size() < kHeaderOctets ||
      std::memcmp(octets.data(), kMagic.data(), kMagic.size()) != 0 || octets[4] != 1 ||
      octets[5] > kLastMinor || octets[7] > kLastType) {
    return 0;
  }
  const bool little = (octets[6] & 1U) != 0;
  std::uint64_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    size = size << 8U | octets[8 + (little ? 3 - i : i)];
  }
  return kHeaderOctets + size;
}

}  // namespace

std::optional<std::uint64_t> find_orb_buffer(MemorySource& source, const Mapping& mapping,
                                             std::uint64_t address) {
  const std::uint64_t start = std::max(mapping.start, address - std::min(address, kReach));
  std::vector<std::uint8_t> before(address - start);
  std::optional<std::uint64_t> offset;
  if (source.read(start, before) == before.size()) {
    for (std::uint64_t back = kHeaderOctets; back <= before.size() && !offset; ++back) {
      if (back < message_octets(std::span(before).last(back))) {
        offset = back;
      }
    }
  }
  wipe(before);
  return offset;
}

}  // namespace orbbench::memory
