#include "tokens.hpp"

#include <gtest/gtest.h>
#include <jwt.h>

#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

namespace orbbench::tests {
namespace {

using nlohmann::json;
using security::Claims;
using security::Tokens;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr sys_seconds kNow{seconds(1'700'000'000)};
const std::string kKey = "a key of at least thirty-two octets";

json payload() {
  const std::int64_t now = kNow.time_since_epoch().count();
  return {{"sub", "7"},     {"tenant_id", 3},  {"role", "user"},        {"aud", "orbbench"},
          {"iat", now - 1}, {"exp", now + 60}, {"jti", "family.serial"}};
}

std::string sign(const json& claims, jwt_alg_t algorithm = JWT_ALG_HS256,
                 const std::string& key = kKey) {
  jwt_t* jwt = nullptr;
  jwt_new(&jwt);
  jwt_add_grants_json(jwt, claims.dump().c_str());
  jwt_set_alg(
      jwt, algorithm,
      algorithm == JWT_ALG_NONE ? nullptr : reinterpret_cast<const unsigned char*>(key.data()),
      algorithm == JWT_ALG_NONE ? 0 : static_cast<int>(key.size()));
  char* text = jwt_encode_str(jwt);
  std::string token = text;
  std::free(text);
  jwt_free(jwt);
  return token;
}

json with(const char* name, const json& value) {
  json claims = payload();
  claims[name] = value;
  return claims;
}

json without(const char* name) {
  json claims = payload();
  claims.erase(name);
  return claims;
}

class TokensTest : public testing::Test {
 protected:
  bool accepts(const std::string& token) const { return tokens_.check(token, kNow).has_value(); }
  const Tokens tokens_{kKey};
};

TEST_F(TokensTest, WhatIsSignedIsRead) {
  const Claims claims{7, 3, "operator", "f.s", kNow, kNow + seconds(60)};
  const auto read = tokens_.check(tokens_.sign(claims), kNow);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->user_id, 7);
  EXPECT_EQ(read->tenant_id, 3);
  EXPECT_EQ(read->role, "operator");
  EXPECT_EQ(read->token_id, "f.s");
  EXPECT_EQ(read->expires_at, kNow + seconds(60));
}

TEST_F(TokensTest, OnlyHs256WithTheRightKeyIsAccepted) {
  EXPECT_TRUE(accepts(sign(payload()))) << "the control";
  EXPECT_FALSE(accepts(sign(payload(), JWT_ALG_NONE)));
  EXPECT_FALSE(accepts(sign(payload(), JWT_ALG_HS384)));
  EXPECT_FALSE(accepts(sign(payload(), JWT_ALG_HS512)));
  EXPECT_FALSE(accepts(sign(payload(), JWT_ALG_HS256, "another key of thirty-two octets or more")));
}

TEST_F(TokensTest, EachClaimIsRequiredAndOfItsType) {
  for (const char* name : {"sub", "tenant_id", "role", "aud", "iat", "exp", "jti"}) {
    EXPECT_FALSE(accepts(sign(without(name)))) << name;
    EXPECT_FALSE(accepts(sign(with(name, json::array())))) << name;
  }
  for (const auto& [name, value] : std::vector<std::pair<const char*, json>>{{"sub", "x"},
                                                                             {"sub", "0"},
                                                                             {"sub", "7 "},
                                                                             {"sub", 7},
                                                                             {"tenant_id", "3"},
                                                                             {"role", "emperor"},
                                                                             {"aud", "others"},
                                                                             {"jti", "a b"},
                                                                             {"jti", ""}}) {
    EXPECT_FALSE(accepts(sign(with(name, value)))) << name << ' ' << value;
  }
}

TEST_F(TokensTest, ATokenIsValidInItsTimeOnly) {
  const std::int64_t now = kNow.time_since_epoch().count();
  EXPECT_FALSE(accepts(sign(with("exp", now))));
  EXPECT_TRUE(accepts(sign(with("exp", now + 1))));
  EXPECT_FALSE(accepts(sign(with("nbf", now + 1))));
  EXPECT_FALSE(accepts(sign(with("nbf", "soon"))));
  EXPECT_TRUE(accepts(sign(with("nbf", now))));
}

TEST_F(TokensTest, ATextThatIsNoTokenIsRefused) {
  const std::string token = sign(payload());
  for (const std::string& text :
       {std::string(), std::string("a.b.c"), std::string(".."), token + "x", token + "=",
        token + ".", token.substr(0, token.size() - 1), " " + token,
        sign(with("jti", "j")) + std::string(5000, 'A'), std::string(100'000, '.')}) {
    EXPECT_FALSE(accepts(text)) << text.substr(0, 200);
  }
  EXPECT_FALSE(accepts(sign(with("more", std::string(5000, 'A'))))) << "longer than is read";
}

}  // namespace
}  // namespace orbbench::tests
