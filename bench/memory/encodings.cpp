#include "memory/encodings.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace orbbench::memory {
namespace {

using Octets = std::vector<std::uint8_t>;
using Plain = std::span<const std::uint8_t, kCanaryOctets>;

constexpr std::string_view kLowerDigits = "0123456789abcdef";
constexpr std::string_view kUpperDigits = "0123456789ABCDEF";
constexpr std::string_view kLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

Octets swapped(Plain plain, std::size_t word) {
  Octets octets(plain.begin(), plain.end());
  for (auto start = octets.begin(); start != octets.end();
       start += static_cast<std::ptrdiff_t>(word)) {
    std::reverse(start, start + static_cast<std::ptrdiff_t>(word));
  }
  return octets;
}

Octets hex(Plain plain, std::string_view digits) {
  Octets text;
  text.reserve(2 * plain.size());
  for (const std::uint8_t octet : plain) {
    text.push_back(static_cast<std::uint8_t>(digits[octet >> 4U]));
    text.push_back(static_cast<std::uint8_t>(digits[octet & 0xFU]));
  }
  return text;
}

// Only the characters that the canary alone decides, when `before` octets that are not known stand
// before it: the first and the last may depend on its neighbours.
Octets base64(Plain plain, std::size_t before, std::string_view last_two) {
  Octets text;
  text.reserve(2 * plain.size());
  const std::size_t start = 8 * before;
  const std::size_t end = start + 8 * plain.size();
  for (std::size_t bit = (start + 5) / 6 * 6; bit + 6 <= end; bit += 6) {
    unsigned value = 0;
    for (std::size_t i = bit - start; i < bit - start + 6; ++i) {
      value = value << 1U | (unsigned{plain[i / 8]} >> (7 - i % 8) & 1U);
    }
    text.push_back(static_cast<std::uint8_t>(
        value < kLetters.size() ? kLetters[value] : last_two[value - kLetters.size()]));
  }
  return text;
}

// From the first unit's significant octet to the last one's: what both byte orders have in common.
Octets utf16(std::span<const std::uint8_t> units) {
  Octets text(2 * units.size() - 1);
  for (std::size_t i = 0; i < units.size(); ++i) {
    text[2 * i] = units[i];
  }
  return text;
}

}  // namespace

const char* to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::Raw:
      return "raw";
    case Encoding::Reversed:
      return "reversed";
    case Encoding::Swapped2:
      return "swapped in 2-octet words";
    case Encoding::Swapped4:
      return "swapped in 4-octet words";
    case Encoding::Swapped8:
      return "swapped in 8-octet words";
    case Encoding::HexLower:
      return "hex";
    case Encoding::HexUpper:
      return "HEX";
    case Encoding::Base64:
      return "base64";
    case Encoding::Base64Url:
      return "base64url";
    case Encoding::Utf16Hex:
      return "hex in UTF-16";
    case Encoding::Utf16Octets:
      return "octets in UTF-16";
  }
  return "unknown";
}

Patterns::Patterns(std::span<const Canary> canaries) {
  constexpr std::size_t kShortest = kShortestFragment;
  for (std::size_t i = 0; i < canaries.size(); ++i) {
    canaries[i].reveal([&](Plain plain) {
      add(i, Encoding::Raw, Octets(plain.begin(), plain.end()), kShortest);
      add(i, Encoding::Reversed, Octets(plain.rbegin(), plain.rend()), kShortest);
      add(i, Encoding::Swapped2, swapped(plain, 2), kShortest);
      add(i, Encoding::Swapped4, swapped(plain, 4), kShortest);
      // Eight octets of it are eight of the reversed form.
      add(i, Encoding::Swapped8, swapped(plain, 8), 2 * kShortest);
      for (const auto& [encoding, digits] : {std::pair(Encoding::HexLower, kLowerDigits),
                                             std::pair(Encoding::HexUpper, kUpperDigits)}) {
        add(i, encoding, hex(plain, digits), 2 * kShortest);
        add(i, Encoding::Utf16Hex, utf16(hex(plain, digits)), 4 * kShortest - 1);
      }
      for (std::size_t before = 0; before < 3; ++before) {
        // Ten characters are the whole ones of eight octets at the worst alignment.
        add(i, Encoding::Base64, base64(plain, before, "+/"), 10);
        add(i, Encoding::Base64Url, base64(plain, before, "-_"), 10);
      }
      add(i, Encoding::Utf16Octets, utf16(plain), 2 * kShortest - 1);
    });
  }
}

Patterns::~Patterns() {
  for (Pattern& pattern : patterns_) {
    wipe(pattern.octets);
  }
}

void Patterns::add(std::size_t canary, Encoding encoding, Octets octets, std::size_t shortest) {
  const bool known = std::any_of(patterns_.begin(), patterns_.end(), [&](const Pattern& pattern) {
    return pattern.canary == canary && pattern.octets == octets;
  });
  if (known) {
    wipe(octets);
    return;
  }
  patterns_.push_back({canary, encoding, std::move(octets), shortest});
}

}  // namespace orbbench::memory
