#include "model/content_hash.hpp"

#include <sodium.h>

#include <array>

namespace orbbench::widget_core {

std::string hash_content(const nlohmann::json& content) {
  // What comes from a core may be no UTF-8.
  const std::string text = content.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

}  // namespace orbbench::widget_core
