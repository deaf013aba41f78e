#include "tokens.hpp"

#include <jwt.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <new>
#include <nlohmann/json.hpp>
#include <string_view>

namespace orbbench::security {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr const char* kAudience = "orbbench";
constexpr std::array<std::string_view, 4> kRoles{"admin", "operator", "user", "viewer"};
constexpr std::size_t kLongestId = 128;

using Jwt = std::unique_ptr<jwt_t, decltype(&jwt_free)>;
using Text = std::unique_ptr<char, decltype(&std::free)>;

const unsigned char* octets_of(const std::string& text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool is_base64url(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

// libjwt's decoder forgives more than RFC 7515 does.
bool looks_like_a_token(const std::string& token) {
  return token.size() <= Tokens::kLongestToken && std::ranges::count(token, '.') == 2 &&
         std::ranges::all_of(token,
                             [](char letter) { return is_base64url(letter) || letter == '.'; });
}

bool is_token_id(const std::string& text) {
  return !text.empty() && text.size() <= kLongestId && std::ranges::all_of(text, [](char letter) {
    return is_base64url(letter) || letter == '.';
  });
}

std::optional<nlohmann::json> verified_payload(const std::string& token, const std::string& key) {
  jwt_t* raw = nullptr;
  if (jwt_decode(&raw, token.c_str(), octets_of(key), static_cast<int>(key.size())) != 0) {
    return std::nullopt;
  }
  const Jwt jwt(raw, jwt_free);
  // The algorithm is ours to choose, not the token's.
  if (jwt_get_alg(jwt.get()) != JWT_ALG_HS256) {
    return std::nullopt;
  }
  const Text text(jwt_get_grants_json(jwt.get(), nullptr), std::free);
  auto payload = nlohmann::json::parse(text ? text.get() : "", nullptr, false);
  return payload.is_object() ? std::optional(std::move(payload)) : std::nullopt;
}

std::optional<std::int64_t> integer(const nlohmann::json& payload, const char* name) {
  const auto claim = payload.find(name);
  return claim != payload.end() && claim->is_number_integer()
             ? std::optional(claim->get<std::int64_t>())
             : std::nullopt;
}

std::string text(const nlohmann::json& payload, const char* name) {
  const auto claim = payload.find(name);
  return claim != payload.end() && claim->is_string() ? claim->get<std::string>() : "";
}

std::optional<std::int64_t> subject(const nlohmann::json& payload) {
  const std::string digits = text(payload, "sub");
  std::int64_t id = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  const bool whole = problem == std::errc{} && end == digits.data() + digits.size();
  return whole && id > 0 ? std::optional(id) : std::nullopt;
}

bool is_valid_at(const nlohmann::json& payload, sys_seconds now) {
  const std::int64_t instant = now.time_since_epoch().count();
  const auto expiry = integer(payload, "exp");
  const bool begun =
      !payload.contains("nbf") || integer(payload, "nbf").value_or(INT64_MAX) <= instant;
  return expiry && *expiry > instant && begun;
}

}  // namespace

bool is_role(const std::string& text) {
  return std::ranges::find(kRoles, text) != kRoles.end();
}

std::string Tokens::sign(const Claims& claims) const {
  const nlohmann::json payload{{"sub", std::to_string(claims.user_id)},
                               {"tenant_id", claims.tenant_id},
                               {"role", claims.role},
                               {"aud", kAudience},
                               {"iat", claims.issued_at.time_since_epoch().count()},
                               {"exp", claims.expires_at.time_since_epoch().count()},
                               {"jti", claims.token_id}};
  jwt_t* raw = nullptr;
  if (jwt_new(&raw) != 0) {
    throw std::bad_alloc();
  }
  const Jwt jwt(raw, jwt_free);
  const std::string& key = key_.text();
  if (jwt_add_grants_json(raw, payload.dump().c_str()) != 0 ||
      jwt_set_alg(raw, JWT_ALG_HS256, octets_of(key), static_cast<int>(key.size())) != 0) {
    throw std::bad_alloc();
  }
  const Text token(jwt_encode_str(raw), std::free);
  if (!token) {
    throw std::bad_alloc();
  }
  return token.get();
}

std::optional<Claims> Tokens::check(const std::string& token, sys_seconds now) const {
  if (!looks_like_a_token(token)) {
    return std::nullopt;
  }
  const auto payload = verified_payload(token, key_.text());
  if (!payload || !is_valid_at(*payload, now) || text(*payload, "aud") != kAudience) {
    return std::nullopt;
  }
  const auto user_id = subject(*payload);
  const auto tenant_id = integer(*payload, "tenant_id");
  const auto issued_at = integer(*payload, "iat");
  const std::string role = text(*payload, "role");
  const std::string token_id = text(*payload, "jti");
  if (!user_id || !tenant_id || !issued_at || !is_role(role) || !is_token_id(token_id)) {
    return std::nullopt;
  }
  return Claims{*user_id,
                *tenant_id,
                role,
                token_id,
                sys_seconds(seconds(*issued_at)),
                sys_seconds(seconds(*integer(*payload, "exp")))};
}

}  // namespace orbbench::security
