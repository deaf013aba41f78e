#pragma once

#include <sodium.h>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "memory/deallocation.hpp"
#include "memory/owned_octets.hpp"

namespace orbbench::orb_core {

struct EncryptionKey {
  static constexpr Site kSite = Site::EncryptionKey;
  std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_KEYBYTES> octets;
};

struct SessionToken {
  static constexpr Site kSite = Site::SessionToken;
  std::array<std::uint8_t, 32> octets;
};

struct RefreshToken {
  static constexpr Site kSite = Site::RefreshToken;
  std::array<std::uint8_t, 32> octets;
};

struct ApiKeyDigest {
  static constexpr Site kSite = Site::ApiKeyDigest;
  std::array<std::uint8_t, 32> octets;
};

struct CipherNonce {
  static constexpr Site kSite = Site::CipherNonce;
  std::array<std::uint8_t, crypto_secretstream_xchacha20poly1305_HEADERBYTES> octets;
};

struct AuthenticationTag {
  static constexpr Site kSite = Site::AuthenticationTag;
  std::array<std::uint8_t, crypto_generichash_BYTES> octets;
};

/// A widget's sensitive data, with the key, token and seal that the core makes for it. All of it is
/// wiped when the widget is destroyed; what is only needed to make it, when that is done.
class SealedCredential {
 public:
  SealedCredential(std::int64_t widget_id, std::string_view label,
                   std::span<const std::uint8_t> secret);

  /// Whether the sealed form and the session are still what they were made.
  bool verify() const;

 private:
  OwnedOctets<Site::CredentialSecret> secret_;
  Owned<EncryptionKey> key_;
  Owned<SessionToken> session_;
  Owned<RefreshToken> refresh_;
  Owned<ApiKeyDigest> api_key_;
  Owned<CipherNonce> nonce_;
  OwnedOctets<Site::CryptoBuffer> sealed_;
  Owned<AuthenticationTag> tag_;
};

}  // namespace orbbench::orb_core
