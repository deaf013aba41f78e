#include "inventory/source_text.hpp"

#include <cstddef>
#include <utility>

namespace orbbench::inventory {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr unsigned char octet_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

constexpr bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (octet_at(text, at) & 0xC0U) == 0x80U;
}

/// How many octets the character at that place has; 0 where they are not UTF-8 (RFC 3629, 4).
std::size_t character_octets(std::string_view text, std::size_t at) {
  const unsigned char first = octet_at(text, at);
  if (first < 0x80) {
    return 1;
  }
  if (first < 0xC2 || first > 0xF4 || !is_continuation(text, at + 1)) {
    return 0;
  }
  const unsigned char second = octet_at(text, at + 1);
  if (first < 0xE0) {
    return 2;
  }
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  if (overlong || beyond || !is_continuation(text, at + 2)) {
    return 0;
  }
  if (first < 0xF0) {
    return 3;
  }
  return is_continuation(text, at + 3) ? 4 : 0;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t octets = character_octets(text, at);
    if (octets == 0) {
      return false;
    }
    at += octets;
  }
  return true;
}

std::string from_latin1(std::string_view octets) {
  std::string text;
  text.reserve(octets.size() + octets.size() / 8);
  for (const char one : octets) {
    const auto octet = static_cast<unsigned char>(one);
    if (octet < 0x80) {
      text += one;
      continue;
    }
    text += static_cast<char>(0xC0U | (octet >> 6U));
    text += static_cast<char>(0x80U | (octet & 0x3FU));
  }
  return text;
}

}  // namespace

std::string fold_case(std::string_view utf8) {
  std::string folded(utf8);
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const unsigned char octet = octet_at(folded, at);
    const unsigned char before = at == 0 ? 0 : octet_at(folded, at - 1);
    // U+00C0 to U+00DE, but for the multiplication sign.
    const bool latin_capital = before == 0xC3 && octet >= 0x80 && octet <= 0x9E && octet != 0x97;
    if ((octet >= 'A' && octet <= 'Z') || latin_capital) {
      folded[at] = static_cast<char>(octet + 0x20U);
    }
  }
  return folded;
}

SourceText::SourceText(std::string octets)
    : text_(is_utf8(octets) ? std::move(octets) : from_latin1(octets)) {
  if (text_.starts_with(kByteOrderMark)) {
    text_.erase(0, kByteOrderMark.size());
  }
  folded_ = fold_case(text_);
}

}  // namespace orbbench::inventory
