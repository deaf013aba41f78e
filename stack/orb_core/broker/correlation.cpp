#include "broker/correlation.hpp"

#include <algorithm>

namespace orbbench::orb_core {
namespace {

constexpr std::size_t kLengthOffset = 4;  // the octet of the byte order, then alignment to four
constexpr std::size_t kTextOffset = 8;

std::uint32_t read_length(std::span<const std::uint8_t> octets, bool little) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8) | octets[little ? 3 - i : i];
  }
  return value;
}

bool is_printable(std::uint8_t octet) {
  return octet >= 0x20 && octet < 0x7f;
}

}  // namespace

std::string decode_correlation(std::span<const std::uint8_t> encapsulation) {
  if (encapsulation.size() < kTextOffset || encapsulation[0] > 1) {
    return {};
  }
  const std::uint32_t announced =
      read_length(encapsulation.subspan(kLengthOffset, 4), encapsulation[0] == 1);
  const auto text = encapsulation.subspan(kTextOffset);
  if (announced < 2 || announced > kMaxCorrelationOctets + 1 || announced > text.size() ||
      text[announced - 1] != 0) {
    return {};
  }
  const auto id = text.first(announced - 1);
  if (!std::all_of(id.begin(), id.end(), is_printable)) {
    return {};
  }
  return {id.begin(), id.end()};
}

}  // namespace orbbench::orb_core
