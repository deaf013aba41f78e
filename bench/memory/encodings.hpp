#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "memory/canary.hpp"

namespace orbbench::memory {

/// The forms in which a secret may lie in memory.
enum class Encoding : std::uint8_t {
  Raw,
  Reversed,  ///< the last octet first
  Swapped2,  ///< the octets of each 2-octet word in reverse
  Swapped4,
  Swapped8,
  HexLower,
  HexUpper,
  Base64,      ///< with + and /, at any of the three alignments
  Base64Url,   ///< with - and _
  Utf16Hex,    ///< hexadecimal digits as 16-bit units, of either case and byte order
  Utf16Octets  ///< each octet as a 16-bit unit, of either byte order
};

const char* to_string(Encoding encoding);

/// One form of one canary, and how much of it in a row is a finding.
struct Pattern {
  std::size_t canary = 0;  ///< its place in the list that was given
  Encoding encoding = Encoding::Raw;
  std::vector<std::uint8_t> octets;
  std::size_t shortest = 0;  ///< octets of the pattern; what carries 8 octets of the canary
};

inline constexpr std::size_t kShortestFragment = 8;

/// No pattern is longer.
inline constexpr std::size_t kLongestPattern = 4 * kCanaryOctets;

/// All forms of the canaries, in plain; wiped at its end.
class Patterns {
 public:
  explicit Patterns(std::span<const Canary> canaries);
  ~Patterns();
  Patterns(const Patterns&) = delete;
  Patterns& operator=(const Patterns&) = delete;

  const std::vector<Pattern>& all() const { return patterns_; }

 private:
  void add(std::size_t canary, Encoding encoding, std::vector<std::uint8_t> octets,
           std::size_t shortest);

  std::vector<Pattern> patterns_;
};

}  // namespace orbbench::memory
