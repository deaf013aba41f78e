#include "widgets/sealed_credential.hpp"

#include <cstring>

namespace orbbench::orb_core {
namespace {

struct RandomPool {
  static constexpr Site kSite = Site::RandomPool;
  std::array<std::uint8_t, 64> octets;
};

struct KeyDerivationInput {
  static constexpr Site kSite = Site::KeyDerivationInput;
  std::int64_t widget_id;
  std::array<std::uint8_t, 32> entropy{};
};

struct HashContext {
  static constexpr Site kSite = Site::HashContext;
  crypto_generichash_state state;
};

struct CipherContext {
  static constexpr Site kSite = Site::CipherContext;
  crypto_secretstream_xchacha20poly1305_state state;
};

Owned<RandomPool> draw_entropy() {
  auto pool = make_owned<RandomPool>();
  randombytes_buf(pool->octets.data(), pool->octets.size());
  return pool;
}

Owned<EncryptionKey> derive_key(std::int64_t widget_id) {
  const auto pool = draw_entropy();
  const auto input = make_owned<KeyDerivationInput>(widget_id);
  std::memcpy(input->entropy.data(), pool->octets.data(), input->entropy.size());
  const auto context = make_owned<HashContext>();
  auto key = make_owned<EncryptionKey>();
  crypto_generichash_init(&context->state, nullptr, 0, key->octets.size());
  crypto_generichash_update(&context->state, reinterpret_cast<const std::uint8_t*>(input.get()),
                            sizeof(KeyDerivationInput));
  crypto_generichash_final(&context->state, key->octets.data(), key->octets.size());
  return key;
}

Owned<SessionToken> issue_session() {
  auto token = make_owned<SessionToken>();
  randombytes_buf(token->octets.data(), token->octets.size());
  return token;
}

void hash(std::span<const std::uint8_t> input, std::span<std::uint8_t> output,
          std::span<const std::uint8_t> key = {}) {
  crypto_generichash(output.data(), output.size(), input.data(), input.size(), key.data(),
                     key.size());
}

Owned<RefreshToken> derive_refresh(const SessionToken& session) {
  auto refresh = make_owned<RefreshToken>();
  hash(session.octets, refresh->octets);
  return refresh;
}

Owned<ApiKeyDigest> digest_api_key(const EncryptionKey& key, std::string_view label) {
  auto digest = make_owned<ApiKeyDigest>();
  hash({reinterpret_cast<const std::uint8_t*>(label.data()), label.size()}, digest->octets,
       key.octets);
  return digest;
}

OwnedOctets<Site::CryptoBuffer> seal(std::span<const std::uint8_t> secret, const EncryptionKey& key,
                                     const ApiKeyDigest& associated, CipherNonce& nonce) {
  const auto context = make_owned<CipherContext>();
  crypto_secretstream_xchacha20poly1305_init_push(&context->state, nonce.octets.data(),
                                                  key.octets.data());
  OwnedOctets<Site::CryptoBuffer> sealed(secret.size() +
                                         crypto_secretstream_xchacha20poly1305_ABYTES);
  crypto_secretstream_xchacha20poly1305_push(&context->state, sealed.data(), nullptr, secret.data(),
                                             secret.size(), associated.octets.data(),
                                             associated.octets.size(),
                                             crypto_secretstream_xchacha20poly1305_TAG_FINAL);
  return sealed;
}

Owned<AuthenticationTag> authenticate(std::span<const std::uint8_t> sealed,
                                      const EncryptionKey& key) {
  auto tag = make_owned<AuthenticationTag>();
  hash(sealed, tag->octets, key.octets);
  return tag;
}

}  // namespace

SealedCredential::SealedCredential(std::int64_t widget_id, std::string_view label,
                                   std::span<const std::uint8_t> secret)
    : secret_(secret),
      key_(derive_key(widget_id)),
      session_(issue_session()),
      refresh_(derive_refresh(*session_)),
      api_key_(digest_api_key(*key_, label)),
      nonce_(make_owned<CipherNonce>()),
      sealed_(seal(secret_.span(), *key_, *api_key_, *nonce_)),
      tag_(authenticate(sealed_.span(), *key_)) {}

bool SealedCredential::verify() const {
  OwnedOctets<Site::SealVerification> again(tag_->octets.size() + refresh_->octets.size());
  const std::span<std::uint8_t> both(again.data(), again.size());
  const auto tag = both.first(tag_->octets.size());
  const auto refresh = both.subspan(tag_->octets.size());
  hash(sealed_.span(), tag, key_->octets);
  hash(session_->octets, refresh);
  return sodium_memcmp(tag.data(), tag_->octets.data(), tag.size()) == 0 &&
         sodium_memcmp(refresh.data(), refresh_->octets.data(), refresh.size()) == 0;
}

}  // namespace orbbench::orb_core
