#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "hexadecimal.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {
namespace {

constexpr std::size_t kUuidOctets = 16;

bool is_dash_place(std::size_t place) {
  return place == 8 || place == 13 || place == 18 || place == 23;
}

}  // namespace

std::string make_uuid() {
  std::vector<std::uint8_t> octets(kUuidOctets);
  // At most 256 octets come in one piece (getrandom(2)).
  if (getrandom(octets.data(), octets.size(), 0) != static_cast<ssize_t>(octets.size())) {
    throw std::system_error(errno, std::generic_category(), "getrandom");
  }
  octets[6] = static_cast<std::uint8_t>((octets[6] & 0x0fU) | 0x40U);  // RFC 4122, 4.4
  octets[8] = static_cast<std::uint8_t>((octets[8] & 0x3fU) | 0x80U);
  std::string text = to_hex(octets);
  for (const std::size_t place : {8U, 13U, 18U, 23U}) {
    text.insert(place, 1, '-');
  }
  return text;
}

bool is_uuid(const std::string& text) {
  constexpr std::size_t kLength = 2 * kUuidOctets + 4;
  if (text.size() != kLength) {
    return false;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_dash_place(i) ? text[i] != '-' : hex_digit(text[i]) < 0) {
      return false;
    }
  }
  return true;
}

}  // namespace orbbench::store
