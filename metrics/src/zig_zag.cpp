#include "zig_zag.hpp"

namespace orbbench::metrics {
namespace {

constexpr unsigned kLastShift = 56;  // of the ninth octet
constexpr std::uint64_t kMore = 0x80;

}  // namespace

void append_zig_zag(std::vector<std::uint8_t>& octets, std::int64_t value) {
  const std::uint64_t sign = value < 0 ? ~std::uint64_t{0} : 0;
  std::uint64_t left = (static_cast<std::uint64_t>(value) << 1U) ^ sign;
  for (unsigned shift = 0; shift < kLastShift && left >= kMore; shift += 7) {
    octets.push_back(static_cast<std::uint8_t>(left | kMore));
    left >>= 7U;
  }
  octets.push_back(static_cast<std::uint8_t>(left));
}

std::optional<std::int64_t> take_zig_zag(std::span<const std::uint8_t>& octets) {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; !octets.empty(); shift += 7) {
    const std::uint64_t octet = octets.front();
    octets = octets.subspan(1);
    const bool last = shift == kLastShift || octet < kMore;
    bits |= (last ? octet : octet - kMore) << shift;
    if (last) {
      const std::uint64_t sign = (bits & 1U) == 0 ? 0 : ~std::uint64_t{0};
      return static_cast<std::int64_t>((bits >> 1U) ^ sign);
    }
  }
  return std::nullopt;
}

}  // namespace orbbench::metrics
