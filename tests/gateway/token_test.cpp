// Who is let through the gateway, and as whom.
#include <gmock/gmock.h>

#include <fstream>

#include "gateway_fixture.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

std::int64_t now() {
  return std::time(nullptr);
}

struct TokenCase {
  const char* name;
  std::function<std::string()> authorization;
};

std::string changed(const char* claim, const json& value) {
  json claims = valid_claims();
  claims[claim] = value;
  return "Bearer " + make_token(claims);
}

std::string without(const char* claim) {
  json claims = valid_claims();
  claims.erase(claim);
  return "Bearer " + make_token(claims);
}

std::string tampered(std::size_t part) {
  std::string token = make_token(valid_claims());
  const auto place = part == 1 ? token.find('.') + 3 : token.size() - 5;
  token[place] = token[place] == 'A' ? 'B' : 'A';
  return "Bearer " + token;
}

const std::vector<TokenCase> kRefused{
    {"Missing", [] { return std::string(); }},
    {"Malformed", [] { return std::string("Bearer no.token"); }},
    {"NoBearer", [] { return make_token(valid_claims()); }},
    {"Basic", [] { return "Basic " + make_token(valid_claims()); }},
    {"EmptyBearer", [] { return std::string("Bearer "); }},
    {"WrongKey", [] { return "Bearer " + make_token(valid_claims(), "HS256", "another key"); }},
    {"NoAlgorithm", [] { return "Bearer " + make_token(valid_claims(), "none"); }},
    {"Hs384", [] { return "Bearer " + make_token(valid_claims(), "HS384"); }},
    {"Hs512", [] { return "Bearer " + make_token(valid_claims(), "HS512"); }},
    {"SignedAsHs256ButSaysHs384", [] { return "Bearer " + make_mislabelled_token("HS384"); }},
    {"SignedAsHs256ButSaysNone", [] { return "Bearer " + make_mislabelled_token("none"); }},
    {"AlgorithmInLowerCase", [] { return "Bearer " + make_mislabelled_token("hs256"); }},
    {"TamperedClaims", [] { return tampered(1); }},
    {"TamperedSignature", [] { return tampered(2); }},
    {"Expired", [] { return changed("exp", now() - 1); }},
    {"ExpiresNow", [] { return changed("exp", now()); }},
    {"ExpiryIsText", [] { return changed("exp", "never"); }},
    {"NoExpiry", [] { return without("exp"); }},
    {"NotYetValid", [] { return changed("nbf", now() + 60); }},
    {"StartIsText", [] { return changed("nbf", "soon"); }},
    {"WrongAudience", [] { return changed("aud", "elsewhere"); }},
    {"NoAudience", [] { return without("aud"); }},
    {"NoSubject", [] { return without("sub"); }},
    {"SubjectIsNoNumber", [] { return changed("sub", "admin"); }},
    {"SubjectSmugglesAHeader", [] { return changed("sub", "1\r\nX-Role: admin"); }},
    {"NoTenant", [] { return without("tenant_id"); }},
    {"TenantIsNoNumber", [] { return changed("tenant_id", "all"); }},
    {"NoRole", [] { return without("role"); }},
    {"UnknownRole", [] { return changed("role", "root"); }},
    {"NoTokenId", [] { return without("jti"); }},
    {"OddTokenId", [] { return changed("jti", "a b"); }},
};

class RefusedTokenTest : public GatewayFixture, public ::testing::WithParamInterface<TokenCase> {};

TEST_P(RefusedTokenTest, Is401AndReachesNoService) {
  start();
  httplib::Headers headers;
  if (const std::string authorization = GetParam().authorization(); !authorization.empty()) {
    headers.emplace("Authorization", authorization);
  }
  const auto answer = client().Get("/api/v1/widgets/1", headers);
  expect_error(answer, 401, "UNAUTHENTICATED");
  EXPECT_EQ(answer->get_header_value("WWW-Authenticate"), "Bearer");
  EXPECT_EQ(widget_core.calls(), 0);
}

INSTANTIATE_TEST_SUITE_P(Matrix, RefusedTokenTest, ::testing::ValuesIn(kRefused),
                         [](const auto& tested) { return std::string(tested.param.name); });

class TokenTest : public GatewayFixture {};

TEST_F(TokenTest, ValidOnesPassWhateverTheFormOfTheirNumbers) {
  start();
  json claims = valid_claims();
  EXPECT_EQ(client().Get("/api/v1/widgets", bearer(claims))->status, 200);
  claims["tenant_id"] = "3";
  claims["nbf"] = now() - 1;
  const auto answer = client().Get("/api/v1/widgets", bearer(claims));
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(json::parse(answer->body)["headers"]["x-tenant-id"], "3");
}

TEST_F(TokenTest, ATenantOfManyDigitsIsPassedOnToTheLast) {
  start();
  json claims = valid_claims();
  for (const std::int64_t tenant : {999'999L, 1'000'000L, 1'234'567L, 1'000'000'003L}) {
    claims["tenant_id"] = tenant;
    const auto answer = client().Get("/api/v1/widgets", bearer(claims));
    ASSERT_EQ(answer->status, 200) << tenant;
    EXPECT_EQ(json::parse(answer->body)["headers"]["x-tenant-id"], std::to_string(tenant));
  }
}

TEST_F(TokenTest, TokenSignedByHandPassesWhenItIsLabelledRight) {
  start();
  EXPECT_EQ(
      client()
          .Get("/api/v1/widgets", {{"Authorization", "Bearer " + make_mislabelled_token("HS256")}})
          ->status,
      200);
}

TEST_F(TokenTest, TwoAuthorizationHeadersAreRefused) {
  start();
  auto headers = bearer();
  headers.emplace("Authorization", "Bearer " + make_token(valid_claims()));
  expect_error(client().Get("/api/v1/widgets", headers), 401, "UNAUTHENTICATED");
}

TEST_F(TokenTest, IdentityHeadersAreThoseOfTheTokenAlone) {
  start();
  const auto answer = client().Get("/api/v1/widgets", with({{"X-User-Id", "1"},
                                                            {"x-user-id", "2"},
                                                            {"X-Tenant-Id", "1"},
                                                            {"X-Role", "admin"},
                                                            {"X-API-Key", "secret"}}));
  const json headers = json::parse(answer->body)["headers"];
  EXPECT_EQ(headers["x-user-id"], "12");
  EXPECT_EQ(headers["x-tenant-id"], "3");
  EXPECT_EQ(headers["x-role"], "user");
  EXPECT_FALSE(headers.contains("authorization"));
  EXPECT_FALSE(headers.contains("x-api-key"));
}

TEST_F(TokenTest, PublicRoutesNeedNoTokenAndCarryNoIdentity) {
  start();
  for (const char* path : {"login", "register", "refresh", "token"}) {
    const auto answer =
        client().Post("/api/v1/auth/" + std::string(path),
                      {{"X-User-Id", "1"}, {"X-Role", "admin"}}, "{}", "application/json");
    ASSERT_EQ(answer->status, 200) << path;
    const json seen = json::parse(answer->body);
    EXPECT_EQ(seen["service"], "security");
    EXPECT_EQ(seen["path"], "/api/v1/auth/" + std::string(path));
    EXPECT_FALSE(seen["headers"].contains("x-user-id"));
    EXPECT_FALSE(seen["headers"].contains("x-role"));
  }
  expect_error(client().Post("/api/v1/auth/logout"), 401, "UNAUTHENTICATED");
}

TEST_F(TokenTest, SecurityServiceIsHandedTheTokenItself) {
  start();
  const auto answer = client().Get("/api/v1/api-keys", bearer());
  const json seen = json::parse(answer->body);
  EXPECT_EQ(seen["service"], "security");
  EXPECT_THAT(seen["headers"]["authorization"].get<std::string>(), HasSubstr("Bearer "));
}

TEST_F(TokenTest, RolesAreHeldToTheirRoutes) {
  start();
  const auto status = [this](const char* role, const char* method, const char* path) {
    json claims = valid_claims();
    claims["role"] = role;
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.headers = bearer(claims);
    return client().send(request)->status;
  };
  EXPECT_EQ(status("admin", "GET", "/api/v1/admin/users"), 200);
  for (const char* role : {"operator", "user", "viewer"}) {
    EXPECT_EQ(status(role, "GET", "/api/v1/admin/users"), 403) << role;
  }
  for (const char* role : {"admin", "operator", "user"}) {
    EXPECT_EQ(status(role, "POST", "/api/v1/widgets"), 200) << role;
  }
  EXPECT_EQ(status("viewer", "GET", "/api/v1/widgets"), 200);
  EXPECT_EQ(status("viewer", "POST", "/api/v1/widgets/1/render"), 200);
  EXPECT_EQ(status("viewer", "POST", "/api/v1/auth/logout"), 200);
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
    EXPECT_EQ(status("viewer", method, "/api/v1/widgets/1"), 403) << method;
  }
  EXPECT_EQ(status("viewer", "POST", "/api/v1/widgets/1/orb/invoke"), 403);
}

TEST_F(TokenTest, RevokedThroughTheRuntimeSocketIsDeadAtOnce) {
  start();
  ASSERT_EQ(client().Get("/api/v1/widgets", bearer())->status, 200);
  const std::string list = settings.revocations_file.string();
  EXPECT_EQ(command("add acl " + list + " token-12"), "\n");
  EXPECT_THAT(command("get acl " + list + " token-12"), HasSubstr("match=yes"));
  expect_error(client().Get("/api/v1/widgets", bearer()), 401, "UNAUTHENTICATED");
  json other = valid_claims();
  other["jti"] = "token-1";
  EXPECT_EQ(client().Get("/api/v1/widgets", bearer(other))->status, 200);
  EXPECT_EQ(command("del acl " + list + " token-12"), "\n");
  EXPECT_EQ(client().Get("/api/v1/widgets", bearer())->status, 200);
}

TEST_F(TokenTest, RevokedInTheFileIsDeadFromTheStart) {
  std::ofstream(settings.revocations_file) << "token-11\ntoken-12\n";
  start();
  expect_error(client().Get("/api/v1/widgets", bearer()), 401, "UNAUTHENTICATED");
}

TEST_F(TokenTest, NeitherKeyNorTokenIsToldByLogOrRuntimeSocket) {
  start();
  const std::string token = make_token(valid_claims());
  client().Get("/api/v1/widgets?token=" + token, {{"Authorization", "Bearer " + token}});
  ASSERT_TRUE(eventually([this] {
    return gateway->log().find("\"status\":200,\"upstream\":\"widget") != std::string::npos;
  }));
  EXPECT_THAT(gateway->log(), Not(HasSubstr(token.substr(token.rfind('.')))));
  EXPECT_THAT(command("show env"), Not(HasSubstr(kSigningKey)));
  EXPECT_THAT(gateway::render(settings), Not(HasSubstr(kSigningKey)));
}

}  // namespace
}  // namespace orbbench::tests
