#pragma once

#include <sodium.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace orbbench::widget_core {

/// Sensitive data on its way to the core: wiped when it goes. Moves only.
class SecretOctets {
 public:
  SecretOctets() = default;
  explicit SecretOctets(std::string_view text) : octets_(text.begin(), text.end()) {}
  SecretOctets(SecretOctets&& other) noexcept : octets_(std::exchange(other.octets_, {})) {}
  SecretOctets& operator=(SecretOctets&& other) noexcept {
    if (this != &other) {
      wipe();
      octets_ = std::exchange(other.octets_, {});
    }
    return *this;
  }
  SecretOctets(const SecretOctets&) = delete;
  SecretOctets& operator=(const SecretOctets&) = delete;
  ~SecretOctets() { wipe(); }

  SecretOctets copy() const {
    SecretOctets other;
    other.octets_ = octets_;
    return other;
  }
  std::span<std::uint8_t> octets() { return octets_; }

 private:
  void wipe() { sodium_memzero(octets_.data(), octets_.size()); }

  std::vector<std::uint8_t> octets_;
};

}  // namespace orbbench::widget_core
