#include "utf8.hpp"

namespace orbbench::metrics {
namespace {

/// What may follow a first octet: how many octets, and the range of the first of them.
struct Sequence {
  std::size_t following = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

// The table of RFC 3629, section 4.
std::optional<Sequence> sequence_after(unsigned char first) {
  if (first >= 0xC2 && first <= 0xDF) {
    return Sequence{1};
  }
  if (first >= 0xE0 && first <= 0xEF) {
    const unsigned char low = first == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = first == 0xED ? 0x9F : 0xBF;
    return Sequence{2, low, high};
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const unsigned char low = first == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = first == 0xF4 ? 0x8F : 0xBF;
    return Sequence{3, low, high};
  }
  return std::nullopt;
}

/// Length of the character at the front of `text`, 0 if there is none.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80) {
    return 1;
  }
  const auto sequence = sequence_after(first);
  if (!sequence || text.size() <= sequence->following) {
    return 0;
  }
  unsigned char low = sequence->low;
  unsigned char high = sequence->high;
  for (std::size_t offset = 1; offset <= sequence->following; ++offset) {
    const auto octet = static_cast<unsigned char>(text[offset]);
    if (octet < low || octet > high) {
      return 0;
    }
    low = 0x80;
    high = 0xBF;
  }
  return 1 + sequence->following;
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t length = character_length(text.substr(offset));
    if (length == 0) {
      return offset;
    }
    offset += length;
  }
  return std::nullopt;
}

}  // namespace orbbench::metrics
