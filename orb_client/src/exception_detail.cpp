#include "exception_detail.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "text_codes.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxUnits = 1024;
constexpr std::size_t kLengthOffset = 4;  // the octet of the byte order, then alignment to four
constexpr std::size_t kTextOffset = 8;

enum class ByteOrder { Big, Little };

std::uint32_t read_length(std::span<const std::uint8_t> octets, ByteOrder order) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t at = order == ByteOrder::Big ? i : 3 - i;
    value = (value << 8) | octets[at];
  }
  return value;
}

CORBA::WChar read_unit(std::span<const std::uint8_t> octets, std::size_t unit, ByteOrder order) {
  const std::size_t high = 2 * unit + (order == ByteOrder::Big ? 0 : 1);
  const std::size_t low = 2 * unit + (order == ByteOrder::Big ? 1 : 0);
  return static_cast<CORBA::WChar>((octets[high] << 8) | octets[low]);
}

std::string read_text(std::span<const std::uint8_t> octets, std::size_t units, ByteOrder order) {
  std::vector<CORBA::WChar> text;
  for (std::size_t i = 0; i < units; ++i) {
    const CORBA::WChar unit = read_unit(octets, i, order);
    if (unit == 0) {
      break;
    }
    text.push_back(unit);
  }
  return to_utf8(text.data(), text.size());
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
  return read_text(octets, std::min(octets.size() / 2, kMaxUnits), order);
}

}  // namespace orbbench::orb_client
