// SE: authentication and authorisation, at the gateway and at the security service.

#include <jwt.h>
#include <sodium.h>

#include <chrono>
#include <cstdlib>
#include <fstream>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

/// The key that the stack signs with; empty where the tests may not know it.
std::string signing_key() {
  std::ifstream file(StackUnderTest::get().variable("ORBBENCH_JWT_KEY_FILE"));
  std::string key;
  std::getline(file, key);
  return key;
}

long now_seconds() {
  return static_cast<long>(std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()));
}

json claims_of(const TestUser& user) {
  return {{"sub", std::to_string(user.user_id)},
          {"tenant_id", user.tenant_id},
          {"role", user.role},
          {"aud", "orbbench"},
          {"iat", now_seconds()},
          {"exp", now_seconds() + 600},
          {"jti", "forged-" + std::to_string(now_seconds())}};
}

std::string sign(const json& claims, const std::string& key, jwt_alg_t algorithm = JWT_ALG_HS256) {
  jwt_t* token = nullptr;
  jwt_new(&token);
  const std::unique_ptr<jwt_t, decltype(&jwt_free)> owner(token, &jwt_free);
  jwt_add_grants_json(token, claims.dump().c_str());
  if (algorithm != JWT_ALG_NONE) {
    jwt_set_alg(token, algorithm, reinterpret_cast<const unsigned char*>(key.data()),
                static_cast<int>(key.size()));
  }
  const std::unique_ptr<char, decltype(&std::free)> text(jwt_encode_str(token), &std::free);
  return text.get();
}

/// The claims of a token, without a look at its signature.
json payload_of(const std::string& token) {
  const std::size_t start = token.find('.') + 1;
  const std::string text = token.substr(start, token.find('.', start) - start);
  std::vector<unsigned char> octets(text.size());
  std::size_t length = 0;
  sodium_base642bin(octets.data(), octets.size(), text.data(), text.size(), nullptr, &length,
                    nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return json::parse(octets.begin(), octets.begin() + static_cast<std::ptrdiff_t>(length));
}

class SecurityTest : public WorkflowTest {
 protected:
  int status_with(const HeaderFields& headers) {
    return gateway().get("/api/v1/widgets", headers).status;
  }
  int status_of(const std::string& token) {
    return status_with({{"Authorization", "Bearer " + token}});
  }
  Answer verify(const std::string& token) {
    return security().post("/api/v1/verify", {{"token", token}});
  }
};

TEST_F(SecurityTest, SE01_RegistersLogsInAndVerifies) {
  const std::string name = unique("user");
  const json record{
      {"username", name}, {"email", name + "@example.org"}, {"password", "a long password"}};
  const Answer made = gateway().post("/api/v1/auth/register", record);
  ASSERT_EQ(made.status, 201) << made;
  EXPECT_TRUE(made.json().at("user_id").is_number_integer());
  EXPECT_EQ(gateway().post("/api/v1/auth/register", record).status, 409);
  const TestUser user = log_in(name, "a long password");
  EXPECT_EQ(user.user_id, made.json().at("user_id"));
  const Answer verified = verify(user.token);
  EXPECT_EQ(verified.status, 200) << verified;
  EXPECT_EQ(verified.json().at("user").at("user_id"), user.user_id);
  EXPECT_EQ(verified.json().at("user").at("role"), "user");
}

TEST_F(SecurityTest, SE01_AWrongPasswordAndAnUnknownUserLookTheSame) {
  const TestUser user = new_user();
  std::vector<Answer> wrong;
  std::vector<Answer> unknown;
  for (int i = 0; i < 5; ++i) {
    wrong.push_back(gateway().post("/api/v1/auth/login",
                                   {{"username", user.username}, {"password", "not this one"}}));
    unknown.push_back(gateway().post(
        "/api/v1/auth/login", {{"username", unique("nobody")}, {"password", "not this one"}}));
  }
  const auto quickest = [](const std::vector<Answer>& answers) {
    return std::ranges::min(answers, {}, &Answer::elapsed).elapsed;
  };
  for (const auto* answers : {&wrong, &unknown}) {
    for (const Answer& answer : *answers) {
      EXPECT_EQ(answer.status, 401) << answer;
    }
  }
  json one = wrong[0].json();
  json other = unknown[0].json();
  one.erase("correlation_id");
  other.erase("correlation_id");
  EXPECT_EQ(one, other);
  const auto [low, high] = std::minmax({quickest(wrong), quickest(unknown)});
  EXPECT_LT(high, 2 * low + 2ms) << "the time tells whether the user exists";
}

TEST_F(SecurityTest, SE02_EachTokenThatIsNotRightIsRefusedAtTheGatewayAndAtVerify) {
  const TestUser user = new_user();
  EXPECT_EQ(status_with({}), 401);
  EXPECT_EQ(status_with({{"Authorization", user.token}}), 401) << "no Bearer";
  EXPECT_EQ(status_with({{"Authorization", "Basic dXNlcjpwYXNz"}}), 401);
  EXPECT_EQ(status_with({{"Authorization", "Bearer"}}), 401);
  for (const std::string& token :
       {std::string("x"), std::string("a.b.c"), user.token + "x", user.token.substr(0, 40),
        sign(claims_of(user), "another key of more than thirty-two octets"),
        sign(claims_of(user), "", JWT_ALG_NONE)}) {
    EXPECT_EQ(status_of(token), 401) << token;
    EXPECT_EQ(verify(token).status, 401) << token;
  }
  EXPECT_EQ(status_of(user.token), 200);
  EXPECT_EQ(verify(user.token).status, 200);
}

TEST_F(SecurityTest, SE02_EachClaimThatIsNotRightIsRefusedAtTheGatewayAndAtVerify) {
  const std::string key = signing_key();
  ORBBENCH_NEEDS(!key.empty(), "the key that tokens are signed with (ORBBENCH_JWT_KEY_FILE)");
  const TestUser user = new_user();
  const auto changed = [&](const json& changes) {
    json claims = claims_of(user);
    for (const auto& [name, value] : changes.items()) {
      value.is_null() ? claims.erase(name) : (claims[name] = value, 0U);
    }
    return claims;
  };
  EXPECT_EQ(status_of(sign(claims_of(user), key)), 200) << "the control";
  std::vector<std::string> tokens{sign(claims_of(user), key, JWT_ALG_HS384),
                                  sign(claims_of(user), key, JWT_ALG_HS512)};
  for (const json& changes : {json{{"exp", now_seconds() - 5}},
                              {{"exp", nullptr}},
                              {{"nbf", now_seconds() + 300}},
                              {{"aud", "others"}},
                              {{"aud", nullptr}},
                              {{"sub", nullptr}},
                              {{"sub", "x"}},
                              {{"tenant_id", nullptr}},
                              {{"role", nullptr}},
                              {{"role", "emperor"}},
                              {{"jti", nullptr}}}) {
    tokens.push_back(sign(changed(changes), key));
  }
  for (const std::string& token : tokens) {
    EXPECT_EQ(status_of(token), 401) << token;
    EXPECT_EQ(verify(token).status, 401) << token;
  }
}

TEST_F(SecurityTest, SE03_AForgedRoleGivesNoAdminAccess) {
  const TestUser user = new_user();
  json claims = claims_of(user);
  claims["role"] = "admin";
  HttpClient forged(
      stack().gateway_url(),
      {{"Authorization", "Bearer " + sign(claims, "a wrong key of thirty-two octets...")}});
  EXPECT_EQ(forged.get("/api/v1/admin/users").status, 401);
  const std::string key = signing_key();
  ORBBENCH_NEEDS(!key.empty(), "the key that tokens are signed with (ORBBENCH_JWT_KEY_FILE)");
  // The user's own token, of a session that is known, with another role in it.
  json own = payload_of(user.token);
  own["role"] = "admin";
  const HeaderFields promoted{{"Authorization", "Bearer " + sign(own, key)}};
  EXPECT_EQ(gateway().get("/api/v1/admin/users", promoted).status, 403) << "only the claim says so";
  EXPECT_EQ(security().get("/api/v1/admin/users", promoted).status, 403);
}

TEST_F(SecurityTest, SE04_EachRoleMayDoWhatItMay) {
  ORBBENCH_NEEDS(has_admin(), "an administrator (ORBBENCH_ADMIN_USER, ORBBENCH_ADMIN_PASSWORD)");
  EXPECT_EQ(gateway(admin()).get("/api/v1/admin/users").status, 200);
  for (const char* role : {"operator", "user", "viewer"}) {
    EXPECT_EQ(gateway(new_user(role)).get("/api/v1/admin/users").status, 403) << role;
  }
  HttpClient viewer = gateway(new_user("viewer"));
  EXPECT_EQ(viewer.get("/api/v1/widgets").status, 200);
  EXPECT_EQ(viewer.post("/api/v1/widgets", widget_body()).status, 403);
  EXPECT_EQ(viewer.patch("/api/v1/widgets/1", {{"enabled", false}}).status, 403);
  EXPECT_EQ(viewer.remove("/api/v1/widgets/1").status, 403);
  EXPECT_EQ(gateway(new_user("operator")).post("/api/v1/widgets", widget_body()).status, 201);
}

TEST_F(SecurityTest, SE05_AnotherUsersWidgetIsNotThere) {
  const TestUser owner = new_user();
  HttpClient owners = gateway(owner);
  const json widget = create_widget(owners);
  std::vector<TestUser> strangers{new_user()};
  if (has_admin()) {
    strangers.push_back(new_user("user", 2));
    strangers.push_back(new_user("operator", 1));
  }
  for (const TestUser& stranger : strangers) {
    HttpClient client = gateway(stranger);
    // The owner's read has just put it into the cache.
    ASSERT_EQ(owners.get(path_of(widget)).status, 200);
    EXPECT_EQ(client.get(path_of(widget)).status, 404);
    EXPECT_EQ(client.patch(path_of(widget), {{"label", "mine"}}).status, 404);
    EXPECT_EQ(client.put(path_of(widget), {{"label", "mine"}}).status, 404);
    EXPECT_EQ(client.remove(path_of(widget)).status, 404);
    EXPECT_EQ(client.post(path_of(widget, "/render")).status, 404);
    EXPECT_EQ(client
                  .post(path_of(widget, "/orb/invoke"),
                        {{"operation", "test_operation"}, {"params", json::array()}})
                  .status,
              404);
    EXPECT_EQ(client.get(path_of(widget, "/events")).status, 404);
    EXPECT_EQ(client.get("/api/v1/widgets").json().at("total"), 0);
    EXPECT_THAT(client.get("/api/v1/export").body,
                Not(HasSubstr(widget.at("label").get<std::string>())));
  }
  EXPECT_EQ(owners.get(path_of(widget)).json(), widget);
}

TEST_F(SecurityTest, SE06_ARefreshSpendsTheOldTokensAndALogoutBothAtOnce) {
  const TestUser user = new_user();
  const Answer refreshed =
      gateway().post("/api/v1/auth/refresh", {{"refresh_token", user.refresh_token}});
  ASSERT_EQ(refreshed.status, 200) << refreshed;
  const std::string token = refreshed.json().at("token");
  const std::string refresh_token = refreshed.json().at("refresh_token");
  EXPECT_NE(token, user.token);
  EXPECT_EQ(gateway().post("/api/v1/auth/refresh", {{"refresh_token", user.refresh_token}}).status,
            401);
  // The reuse of a spent one ends the session: somebody has stolen it.
  const TestUser again = log_in(user.username, user.password);
  EXPECT_EQ(status_of(again.token), 200);
  const Answer ended =
      gateway(again).post("/api/v1/auth/logout", {{"refresh_token", again.refresh_token}});
  EXPECT_EQ(ended.status, 204) << ended;
  EXPECT_EQ(status_of(again.token), 401) << "still alive at the gateway";
  EXPECT_EQ(verify(again.token).status, 401) << "still alive at verify";
  EXPECT_EQ(gateway().post("/api/v1/auth/refresh", {{"refresh_token", again.refresh_token}}).status,
            401);
}

TEST_F(SecurityTest, SE07_AnApiKeyWorksUntilItIsRevoked) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const Answer made = client.post("/api/v1/api-keys", {{"name", "nightly"}});
  ASSERT_EQ(made.status, 201) << made;
  const std::string key = made.json().at("api_key");
  const auto verify_key = [&](const HeaderFields& headers) {
    return security().post("/api/v1/verify", nullptr, headers).status;
  };
  EXPECT_EQ(verify_key({{"X-API-Key", key}}), 200);
  EXPECT_EQ(verify_key({{"X-API-Key", key + "x"}}), 401);
  EXPECT_EQ(verify_key({}), 401);
  const Answer exchanged = gateway().post("/api/v1/auth/token", nullptr, {{"X-API-Key", key}});
  ASSERT_EQ(exchanged.status, 200) << exchanged;
  EXPECT_EQ(status_of(exchanged.json().at("token")), 200);
  EXPECT_EQ(client.get("/api/v1/api-keys").body.find(key), std::string::npos);
  EXPECT_EQ(client.remove("/api/v1/api-keys/" + made.json().at("api_key_id").dump()).status, 204);
  EXPECT_EQ(verify_key({{"X-API-Key", key}}), 401);
  EXPECT_EQ(gateway().post("/api/v1/auth/token", nullptr, {{"X-API-Key", key}}).status, 401);
}

TEST_F(SecurityTest, SE08_EachLoginAndEachChangeHasOneAuditRow) {
  ORBBENCH_NEEDS(has_database(), "the database");
  const TestUser user = new_user();
  const auto rows = [&](const std::string& operation, const std::string& id) {
    return database().count(
        "SELECT count(*) FROM audit_logs WHERE operation = $1 AND correlation_id = $2 AND username "
        "= "
        "$3",
        {operation, id, user.username});
  };
  const auto named = [&](const std::string& id) { return HeaderFields{{"X-Correlation-ID", id}}; };
  const std::string good = unique("login");
  const std::string bad = unique("login");
  const json credentials{{"username", user.username}, {"password", user.password}};
  EXPECT_EQ(gateway().post("/api/v1/auth/login", credentials, named(good)).status, 200);
  json wrong = credentials;
  wrong["password"] = "wrong";
  EXPECT_EQ(gateway().post("/api/v1/auth/login", wrong, named(bad)).status, 401);
  EXPECT_EQ(rows("login", good), 1);
  EXPECT_EQ(rows("login", bad), 1);
  EXPECT_EQ(database().count(
                "SELECT count(*) FROM audit_logs WHERE correlation_id = $1 AND NOT success", {bad}),
            1);
  HttpClient client = gateway(user);
  const std::string change = unique("change");
  const Answer made = client.post("/api/v1/widgets", widget_body(), named(change + "-create"));
  ASSERT_EQ(made.status, 201) << made;
  const std::string path = path_of(made.json());
  EXPECT_EQ(client.patch(path, {{"enabled", false}}, named(change + "-update")).status, 200);
  EXPECT_EQ(
      client.patch(path, {{"enabled", false}, {"version", 9}}, named(change + "-stale")).status,
      409);
  EXPECT_EQ(client.remove(path, named(change + "-delete")).status, 204);
  EXPECT_EQ(rows("create", change + "-create"), 1);
  EXPECT_EQ(rows("update", change + "-update"), 1);
  EXPECT_EQ(rows("delete", change + "-delete"), 1);
  EXPECT_EQ(
      database().count("SELECT count(*) FROM audit_logs WHERE correlation_id = $1 AND success",
                       {change + "-stale"}),
      0)
      << "a change that did not happen";
}

TEST_F(SecurityTest, SE09_NobodyRegistersAsAnAdmin) {
  ORBBENCH_NEEDS(has_database(), "the database");
  const std::string name = unique("climber");
  const json record{
      {"username", name}, {"email", name + "@example.org"}, {"password", "a long password"}};
  for (const json& extra : {json{{"role", "admin"}}, {{"role", "operator"}}, {{"tenant_id", 2}}}) {
    json greedy = record;
    greedy.update(extra);
    EXPECT_EQ(gateway().post("/api/v1/auth/register", greedy).status, 403) << extra;
  }
  json direct = record;
  direct["role"] = "admin";
  EXPECT_EQ(security().post("/api/v1/users", direct).status, 403);
  EXPECT_EQ(database().count("SELECT count(*) FROM users WHERE username = $1", {name}), 0);
}

TEST_F(SecurityTest, SE10_OneTokenServesTenRequestsAtOnceAndSessionsAreIndependent) {
  const TestUser user = new_user();
  std::vector<int> statuses(10);
  at_once(statuses.size(), [&](std::size_t number) { statuses[number] = status_of(user.token); });
  EXPECT_EQ(std::ranges::count(statuses, 200), 10);
  const TestUser second = log_in(user.username, user.password);
  EXPECT_EQ(
      gateway(second).post("/api/v1/auth/logout", {{"refresh_token", second.refresh_token}}).status,
      204);
  EXPECT_EQ(status_of(second.token), 401);
  EXPECT_EQ(status_of(user.token), 200);
}

TEST_F(SecurityTest, SE11_NoErrorTellsWhatIsInside) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  std::vector<Answer> answers;
  const std::string quote = "'; SELECT * FROM users; --";
  answers.push_back(client.post("/api/v1/widgets", {{"type", quote}, {"label", quote}}));
  answers.push_back(client.get("/api/v1/widgets?limit=" + std::string("%27%3B--")));
  answers.push_back(client.get("/api/v1/widgets/99999999999999999999"));
  answers.push_back(client.get("/api/v1/widgets/0"));
  answers.push_back(client.send("POST", "/api/v1/widgets", "{\"type\": \"\xff\"}"));
  answers.push_back(client.send("POST", "/api/v1/widgets", std::string(100000, '[')));
  answers.push_back(client.post("/api/v1/widgets", {{"type", "failing_widget"}, {"label", "l"}}));
  answers.push_back(gateway().post(
      "/api/v1/auth/register",
      {{"username", user.username}, {"email", "x@example.org"}, {"password", "a long password"}}));
  answers.push_back(
      gateway().post("/api/v1/auth/login", {{"username", quote}, {"password", quote}}));
  answers.push_back(gateway().send("POST", "/api/v1/auth/login", "{"));
  for (const Answer& answer : answers) {
    EXPECT_GE(answer.status, 400) << answer;
    for (const char* word : {"audit_logs", "users_", "sessions", "pqxx", "pg_", "ERROR:", "SELECT",
                             "/usr", "/home", "/tmp", ".cpp", "0x", "std::", "constraint"}) {
      EXPECT_THAT(answer.body, Not(HasSubstr(word))) << word;
    }
  }
}

TEST_F(SecurityTest, SE12_IdentityHeadersFromOutsideHaveNoEffect) {
  const TestUser user = new_user();
  const TestUser victim = new_user();
  HttpClient victims = gateway(victim);
  const json widget = create_widget(victims);
  const HeaderFields forged{{"X-User-Id", std::to_string(victim.user_id)},
                            {"X-Tenant-Id", std::to_string(victim.tenant_id)},
                            {"X-Role", "admin"},
                            {"x-user-ID", std::to_string(victim.user_id)}};
  HttpClient client = gateway(user);
  EXPECT_EQ(client.get(path_of(widget), forged).status, 404);
  EXPECT_EQ(client.get("/api/v1/admin/users", forged).status, 403);
  const Answer made = client.post("/api/v1/widgets", widget_body(), forged);
  ASSERT_EQ(made.status, 201) << made;
  EXPECT_EQ(made.json().at("owner_id"), user.user_id);
  EXPECT_EQ(gateway().get("/api/v1/widgets", forged).status, 401);
}

TEST_F(SecurityTest, SE13_APreflightIsAnsweredToAllowedOriginsOnly) {
  const auto preflight = [&](const std::string& origin) {
    return gateway().send("OPTIONS", "/api/v1/widgets", "",
                          {{"Origin", origin},
                           {"Access-Control-Request-Method", "POST"},
                           {"Access-Control-Request-Headers", "authorization,content-type"}});
  };
  // The one that shared_stack allows.
  const std::string origin =
      stack().is_own() ? "http://localhost:3000" : stack().variable("ORBBENCH_ALLOWED_ORIGIN");
  ORBBENCH_NEEDS(!origin.empty(), "an origin that the gateway allows (ORBBENCH_ALLOWED_ORIGIN)");
  const Answer allowed = preflight(origin);
  EXPECT_EQ(allowed.status, 204) << allowed;
  EXPECT_EQ(allowed.header("access-control-allow-origin"), origin);
  EXPECT_THAT(allowed.header("access-control-allow-methods"), HasSubstr("POST"));
  const Answer refused = preflight("http://evil.example");
  EXPECT_EQ(refused.header("access-control-allow-origin"), "");
  const TestUser user = new_user();
  EXPECT_EQ(gateway(user)
                .get("/api/v1/widgets", {{"Origin", "http://evil.example"}})
                .header("access-control-allow-origin"),
            "");
}

}  // namespace
}  // namespace orbbench::tests
