#include "exception_detail.hpp"

#include <algorithm>
#include <cstddef>

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxUnits = 1024;
constexpr std::size_t kLengthOffset = 4;  // the octet of the byte order, then alignment to four
constexpr std::size_t kTextOffset = 8;
constexpr char32_t kReplacement = 0xfffd;

enum class ByteOrder { Big, Little };

std::uint32_t read_length(std::span<const std::uint8_t> octets, ByteOrder order) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t at = order == ByteOrder::Big ? i : 3 - i;
    value = (value << 8) | octets[at];
  }
  return value;
}

char32_t read_unit(std::span<const std::uint8_t> octets, std::size_t unit, ByteOrder order) {
  const std::size_t high = 2 * unit + (order == ByteOrder::Big ? 0 : 1);
  const std::size_t low = 2 * unit + (order == ByteOrder::Big ? 1 : 0);
  return static_cast<char32_t>((octets[high] << 8) | octets[low]);
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

bool is_high_surrogate(char32_t unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low_surrogate(char32_t unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

std::string to_utf8(std::span<const std::uint8_t> octets, std::size_t units, ByteOrder order) {
  std::string text;
  for (std::size_t i = 0; i < units; ++i) {
    char32_t code = read_unit(octets, i, order);
    if (is_high_surrogate(code) && i + 1 < units &&
        is_low_surrogate(read_unit(octets, i + 1, order))) {
      code = 0x10000 + ((code - 0xd800) << 10) + (read_unit(octets, ++i, order) - 0xdc00);
    } else if (is_high_surrogate(code) || is_low_surrogate(code)) {
      code = kReplacement;
    }
    if (code == 0) {
      break;
    }
    append_utf8(text, code);
  }
  return text;
}

}  // namespace

std::string decode_exception_detail(std::span<const std::uint8_t> encapsulation) {
  if (encapsulation.size() < kTextOffset || encapsulation[0] > 1) {
    return {};
  }
  ByteOrder order = encapsulation[0] == 0 ? ByteOrder::Big : ByteOrder::Little;
  const std::uint32_t announced = read_length(encapsulation.subspan(kLengthOffset, 4), order);
  auto octets = encapsulation.subspan(kTextOffset);
  if (announced > octets.size() || announced % 2 != 0) {
    return {};
  }
  octets = octets.first(announced);
  // A byte order mark rules over the encapsulation's order (CORBA 3.3 part 2, 9.3.1.6).
  if (octets.size() >= 2 && octets[0] == 0xfe && octets[1] == 0xff) {
    order = ByteOrder::Big;
    octets = octets.subspan(2);
  } else if (octets.size() >= 2 && octets[0] == 0xff && octets[1] == 0xfe) {
    order = ByteOrder::Little;
    octets = octets.subspan(2);
  }
  return to_utf8(octets, std::min(octets.size() / 2, kMaxUnits), order);
}

}  // namespace orbbench::orb_client
