#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace orbbench::tests {

inline constexpr std::size_t kSecretOctets = 32;
inline constexpr std::uint8_t kMask = 0x5A;

/// What the victim program is told, as it stands.
struct Request {
  std::array<char, 16> word_octets{};
  std::uint64_t number = 0;
  std::array<std::uint8_t, kSecretOctets> masked{};
};

}  // namespace orbbench::tests
