#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "secrets.hpp"

namespace orbbench::security {

/// What a token says.
struct Claims {
  std::int64_t user_id = 0;
  std::int64_t tenant_id = 0;
  std::string role;
  std::string token_id;
  std::chrono::sys_seconds issued_at;
  std::chrono::sys_seconds expires_at;
};

bool is_role(const std::string& text);

/// Signs and checks tokens: JWT (RFC 7519), HS256 and nothing else. Thread-safe.
class Tokens {
 public:
  static constexpr std::size_t kLeastKeyOctets = 32;
  static constexpr std::size_t kLongestToken = 4096;

  explicit Tokens(std::string key) : key_(std::move(key)) {}

  std::string sign(const Claims& claims) const;

  /// Nothing for a token that is not ours, not whole, or not valid at that time.
  std::optional<Claims> check(const std::string& token, std::chrono::sys_seconds now) const;

 private:
  const Secret key_;
};

}  // namespace orbbench::security
