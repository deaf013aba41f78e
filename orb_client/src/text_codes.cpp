#include "text_codes.hpp"

#include <array>

namespace orbbench::orb_client {
namespace {

constexpr char32_t kReplacement = 0xfffd;
constexpr char32_t kLast = 0x10ffff;

bool is_surrogate(char32_t code) {
  return code >= 0xd800 && code < 0xe000;
}

void append_utf8(std::string& text, char32_t code) {
  const auto put = [&](char32_t octet) { text.push_back(static_cast<char>(octet)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xc0 | (code >> 6));
    put(0x80 | (code & 0x3f));
  } else if (code < 0x10000) {
    put(0xe0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  } else {
    put(0xf0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3f));
    put(0x80 | ((code >> 6) & 0x3f));
    put(0x80 | (code & 0x3f));
  }
}

/// How many octets follow, by the first; nothing for one that cannot be first.
std::optional<std::size_t> count_following(unsigned char first) {
  if (first < 0x80) {
    return 0;
  }
  if (first >= 0xc2 && first < 0xe0) {
    return 1;
  }
  if (first >= 0xe0 && first < 0xf0) {
    return 2;
  }
  return first >= 0xf0 && first < 0xf5 ? std::optional<std::size_t>(3) : std::nullopt;
}

std::optional<char32_t> read_code(std::string_view text, std::size_t at, std::size_t following) {
  constexpr std::array<unsigned char, 4> kFirstBits = {0x7f, 0x1f, 0x0f, 0x07};
  constexpr std::array<char32_t, 4> kLeast = {0, 0x80, 0x800, 0x10000};
  if (text.size() - at <= following) {
    return std::nullopt;
  }
  char32_t code = static_cast<unsigned char>(text[at]) & kFirstBits[following];
  for (std::size_t i = 1; i <= following; ++i) {
    const auto octet = static_cast<unsigned char>(text[at + i]);
    if ((octet & 0xc0) != 0x80) {
      return std::nullopt;
    }
    code = (code << 6) | (octet & 0x3fU);
  }
  const bool valid = code >= kLeast[following] && code <= kLast && !is_surrogate(code);
  return valid ? std::optional(code) : std::nullopt;
}

}  // namespace

std::optional<std::u32string> decode_utf8(std::string_view text) {
  std::u32string codes;
  codes.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const auto following = count_following(static_cast<unsigned char>(text[at]));
    const auto code = following ? read_code(text, at, *following) : std::nullopt;
    if (!code) {
      return std::nullopt;
    }
    codes.push_back(*code);
    at += *following + 1;
  }
  return codes;
}

std::string to_utf8(std::string_view latin1) {
  std::string text;
  text.reserve(latin1.size());
  for (const char octet : latin1) {
    append_utf8(text, static_cast<unsigned char>(octet));
  }
  return text;
}

std::string to_utf8(const CORBA::WChar* units, std::size_t count) {
  std::string text;
  text.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    auto code = static_cast<char32_t>(units[i]);
    const bool opens = code >= 0xd800 && code < 0xdc00;
    const auto next = opens && i + 1 < count ? static_cast<char32_t>(units[i + 1]) : char32_t{0};
    if (next >= 0xdc00 && next < 0xe000) {
      code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
      ++i;
    }
    append_utf8(text, is_surrogate(code) || code > kLast ? kReplacement : code);
  }
  return text;
}

std::vector<CORBA::WChar> to_utf16(const std::u32string& code_points) {
  std::vector<CORBA::WChar> units;
  units.reserve(code_points.size());
  for (const char32_t code : code_points) {
    if (code < 0x10000) {
      units.push_back(static_cast<CORBA::WChar>(code));
    } else {
      units.push_back(static_cast<CORBA::WChar>(0xd800 + ((code - 0x10000) >> 10)));
      units.push_back(static_cast<CORBA::WChar>(0xdc00 + ((code - 0x10000) & 0x3ff)));
    }
  }
  return units;
}

}  // namespace orbbench::orb_client
