#include "memory/canary.hpp"

#include <sodium.h>

#include <stdexcept>

namespace orbbench::memory {

Canary Canary::draw() {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium has no randomness to draw a canary from");
  }
  Canary canary;
  randombytes_buf(canary.masked_.data(), kCanaryOctets);
  randombytes_buf(canary.mask_.data(), kCanaryOctets);
  for (std::size_t i = 0; i < kCanaryOctets; ++i) {
    while (canary.masked_[i] == canary.mask_[i]) {  // its octet would be zero
      canary.mask_[i] = static_cast<std::uint8_t>(randombytes_uniform(256));
    }
  }
  return canary;
}

Canary::Plain::Plain(const Canary& canary) {
  for (std::size_t i = 0; i < kCanaryOctets; ++i) {
    octets[i] = static_cast<std::uint8_t>(canary.masked_[i] ^ canary.mask_[i]);
  }
}

Canary::Plain::~Plain() {
  wipe(octets);
}

void wipe(std::span<std::uint8_t> octets) {
  sodium_memzero(octets.data(), octets.size());
}

}  // namespace orbbench::memory
