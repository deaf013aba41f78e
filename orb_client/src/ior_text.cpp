#include "ior_text.hpp"

#include <cctype>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kPrefixLength = 4;  // "IOR:"
constexpr std::uint32_t kInternetProfile = 0;

int hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  const int lower = std::tolower(static_cast<unsigned char>(digit));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Reads an encapsulation (CORBA 3.3 part 2, 9.3.3); every read is bounded by its octets.
class EncapsulationReader {
 public:
  explicit EncapsulationReader(std::span<const std::uint8_t> octets) : octets_(octets) {
    const auto order = read_octet();
    valid_ = order && *order <= 1;
    little_ = order && *order == 1;
  }

  bool valid() const { return valid_; }

  std::optional<std::uint8_t> read_octet() {
    if (position_ >= octets_.size()) {
      return std::nullopt;
    }
    return octets_[position_++];
  }

  std::optional<std::uint32_t> read_ushort() { return read_number(2); }
  std::optional<std::uint32_t> read_ulong() { return read_number(4); }

  std::optional<std::span<const std::uint8_t>> read_octets() {
    const auto length = read_ulong();
    if (!length || *length > octets_.size() - position_) {
      return std::nullopt;
    }
    const auto octets = octets_.subspan(position_, *length);
    position_ += *length;
    return octets;
  }

 private:
  std::optional<std::uint32_t> read_number(std::size_t size) {
    position_ = (position_ + size - 1) / size * size;
    if (position_ + size > octets_.size()) {
      position_ = octets_.size();
      return std::nullopt;
    }
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i) {
      value = (value << 8) | octets_[position_ + (little_ ? size - 1 - i : i)];
    }
    position_ += size;
    return value;
  }

  std::span<const std::uint8_t> octets_;
  std::size_t position_ = 0;
  bool little_ = false;
  bool valid_ = false;
};

std::string find_profile_fault(std::span<const std::uint8_t> octets) {
  EncapsulationReader profile(octets);
  const auto major = profile.read_octet();
  const auto minor = profile.read_octet();
  if (!profile.valid() || !major || !minor) {
    return "its IIOP profile is cut short";
  }
  if (*major != 1) {
    return "its IIOP profile is of version " + std::to_string(*major) + ", not 1";
  }
  const auto host = profile.read_octets();
  const auto port = profile.read_ushort();
  if (!host || !port || !profile.read_octets()) {
    return "its IIOP profile is cut short";
  }
  return host->size() < 2 ? "its IIOP profile names no host" : "";
}

std::string find_reference_fault(std::span<const std::uint8_t> octets) {
  EncapsulationReader reference(octets);
  const auto type_id = reference.read_octets();
  const auto profiles = reference.read_ulong();
  if (!reference.valid() || !type_id || !profiles) {
    return "it is cut short";
  }
  if (*profiles == 0) {
    return "it is a nil reference";
  }
  bool has_internet_profile = false;
  for (std::uint32_t i = 0; i < *profiles; ++i) {
    const auto tag = reference.read_ulong();
    const auto profile = reference.read_octets();
    if (!tag || !profile) {
      return "it is cut short";
    }
    if (*tag == kInternetProfile) {
      has_internet_profile = true;
      if (std::string fault = find_profile_fault(*profile); !fault.empty()) {
        return fault;
      }
    }
  }
  return has_internet_profile ? "" : "it has no IIOP profile";
}

}  // namespace

std::string find_ior_fault(std::string_view text) {
  const std::string_view digits = text.substr(kPrefixLength);
  if (digits.empty()) {
    return "no hexadecimal digits follow";
  }
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (hex_digit(digits[i]) < 0) {
      return "character " + std::to_string(kPrefixLength + i + 1) + " is no hexadecimal digit";
    }
  }
  if (digits.size() % 2 != 0) {
    return "its number of hexadecimal digits is odd";
  }
  std::vector<std::uint8_t> octets;
  octets.reserve(digits.size() / 2);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    octets.push_back(
        static_cast<std::uint8_t>(hex_digit(digits[i]) * 16 + hex_digit(digits[i + 1])));
  }
  return find_reference_fault(octets);
}

}  // namespace orbbench::orb_client
