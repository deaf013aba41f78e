#include "secrets.hpp"

#include <sodium.h>

#include <array>
#include <vector>

namespace orbbench::security {
namespace {

constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string random_text(std::size_t octets) {
  std::vector<unsigned char> random(octets);
  randombytes_buf(random.data(), random.size());
  std::string text(sodium_base64_encoded_len(octets, kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), kVariant);
  sodium_memzero(random.data(), random.size());
  text.pop_back();  // the terminating zero
  return text;
}

std::string hash_of(const std::string& secret) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(secret.data()),
                     secret.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

Secret::~Secret() {
  sodium_memzero(text_.data(), text_.size());
}

}  // namespace orbbench::security
