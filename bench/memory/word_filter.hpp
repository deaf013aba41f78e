#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orbbench::memory {

/// Says of 4-octet words, many at a time, which ones may belong to a set: a bit a hash, so that few
/// others pass. Small enough for a processor's first cache.
class WordFilter {
 public:
  static constexpr unsigned kBits = 17;
  static constexpr std::uint32_t kMultiplier = 0x9E3779B1;

  void add(std::uint32_t word) {
    const std::uint32_t hash = hash_of(word);
    bits_[hash / 32] |= 1U << (hash % 32);
  }
  bool may_hold(std::uint32_t word) const {
    const std::uint32_t hash = hash_of(word);
    return (bits_[hash / 32] >> (hash % 32) & 1U) != 0;
  }

  const std::uint32_t* data() const { return bits_.data(); }

 private:
  static std::uint32_t hash_of(std::uint32_t word) { return word * kMultiplier >> (32 - kBits); }

  std::array<std::uint32_t, (std::size_t{1} << kBits) / 32> bits_{};
};

/// Writes the places (multiples of 4, ascending) of the words that may belong to the set and
/// returns how many; octets after the last whole word are not looked at. `places` has room for one
/// per word. A run of zeros is passed over quickly.
using FindWords = std::size_t (*)(const WordFilter& filter, std::span<const std::uint8_t> octets,
                                  std::span<std::uint32_t> places);

std::size_t find_words_portable(const WordFilter& filter, std::span<const std::uint8_t> octets,
                                std::span<std::uint32_t> places);

/// The fastest that this processor has; all give the same answer.
FindWords best_find_words();

/// For tests: all that this processor has.
std::vector<FindWords> all_find_words();

}  // namespace orbbench::memory
