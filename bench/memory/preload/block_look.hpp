#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "memory/preload/record.hpp"

namespace orbbench::free_witness {

/// What a block held when it was given back.
struct BlockLook {
  std::size_t octets = 0;
  std::size_t content = 0;        ///< octets in words that are not one octet repeated
  std::size_t canary_octets = 0;  ///< octets in words that are part of a canary
  bool cut_short = false;

  /// A canary that lies there whole has at least three whole words, wherever it begins.
  bool has_whole_canary() const { return canary_octets >= kCanaryOctets - sizeof(std::uint64_t); }
};

inline std::uint64_t fingerprint(std::uint64_t word, const Fingerprints& known) {
  return word * known.multiplier;
}

inline std::size_t filter_bit(std::uint64_t print) {
  return static_cast<std::size_t>(print >> (64 - Fingerprints::kFilterBits));
}

inline std::size_t table_place(std::uint64_t print) {
  return static_cast<std::size_t>(print >> (64 - Fingerprints::kTableBits));
}

inline bool is_part_of_canary(std::uint64_t word, const Fingerprints& known) {
  const std::uint64_t print = fingerprint(word, known);
  const std::size_t bit = filter_bit(print);
  if ((known.filter[bit / 64].load(std::memory_order_relaxed) >> (bit % 64) & 1U) == 0) {
    return false;
  }
  constexpr std::size_t kPlaces = std::size_t{1} << Fingerprints::kTableBits;
  std::size_t place = table_place(print);
  for (std::size_t probe = 0; probe < kPlaces; ++probe, place = (place + 1) % kPlaces) {
    const std::uint64_t entry = known.table[place].load(std::memory_order_acquire);
    if (entry == print || entry == 0) {
      return entry == print;
    }
  }
  return false;
}

/// Looks at a block word by word. Blocks start at a multiple of eight, so any run of 15 octets of a
/// canary, wherever it lies, holds one whole word of its own.
///
/// The allocator rounds up what was asked for (glibc: by at most 15 octets above nine, and by 32
/// more where an alignment was asked for, which small blocks seldom have): what the owner cannot
/// have wiped does not count as content, and is searched for canaries all the same.
inline BlockLook look_at_block(const void* block, std::size_t usable, const Fingerprints& known) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  BlockLook look{.octets = usable, .cut_short = usable > kMostOctetsLookedAt};
  const std::size_t words = std::min(usable, kMostOctetsLookedAt) / kWord;
  const std::size_t rounded_up = words > 12 ? 6 : 2;
  const auto* place = static_cast<const char*>(block);
  for (std::size_t i = 0; i < words; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, place + i * kWord, kWord);
    if (word == std::rotl(word, 8)) {
      continue;  // one octet repeated: wiped, or as the kernel gave it
    }
    look.content += i + rounded_up < words || look.cut_short ? kWord : 0;
    look.canary_octets += is_part_of_canary(word, known) ? kWord : 0;
  }
  return look;
}

}  // namespace orbbench::free_witness
