// The program over real HTTP, with a PostgreSQL of its own and a stand-in for HAProxy's socket. One
// stack costs seconds, hence few tests with many assertions.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <pqxx/pqxx>
#include <sstream>

#include "http_client.hpp"
#include "orbbench/launcher/stack.hpp"
#include "ready_process.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

class SecurityServiceTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "orbbench-security.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    ASSERT_EQ(chmod(folder_.c_str(), 0711), 0);
    launcher::StackOptions options;
    options.parts = {"postgres"};
    options.keeper_binary = ORBBENCH_BINARY;
    options.runtime_folder = folder_ / "run";
    stack_ = std::make_unique<launcher::Stack>(launcher::Stack::start(options));
    write("key", "a key of at least thirty-two octets");
    write("admin", "the admin's password");
    write("database", stack_->endpoints().postgres->password);
    write("revoked", "");
  }
  void TearDown() override {
    stack_.reset();
    fs::remove_all(folder_);
  }

  void write(const std::string& name, const std::string& content) {
    std::ofstream(folder_ / name) << content << '\n';
    chmod((folder_ / name).c_str(), 0600);
  }

  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(folder_ / name).rdbuf();
    return text.str();
  }

  ReadyProcess::Settings settings() const {
    const auto& database = *stack_->endpoints().postgres;
    return {.program = ORBBENCH_SECURITY_BINARY,
            .arguments = {"--port",
                          "0",
                          "--metrics-port",
                          "0",
                          "--db-host",
                          database.host,
                          "--db-port",
                          std::to_string(database.port),
                          "--db-name",
                          database.database,
                          "--db-user",
                          database.user,
                          "--db-password-file",
                          folder_ / "database",
                          "--jwt-key-file",
                          folder_ / "key",
                          "--admin-user",
                          "root",
                          "--admin-password-file",
                          folder_ / "admin",
                          "--gateway-socket",
                          folder_ / "gateway.sock",
                          "--revocations-file",
                          folder_ / "revoked"}};
  }

  static HttpClient client_of(const ReadyProcess& service) {
    return HttpClient("http://127.0.0.1:" + service.facts().at("port").dump());
  }

  static HeaderFields bearer(const json& session) {
    return {{"Authorization", "Bearer " + session.at("token").get<std::string>()}};
  }

  fs::path folder_;
  std::unique_ptr<launcher::Stack> stack_;
};

json user_called(const std::string& name) {
  return {{"username", name}, {"email", name + "@example.org"}, {"password", "a long password"}};
}

TEST_F(SecurityServiceTest, ASessionIsOpenedRefreshedAndEnded) {
  ReadyProcess service(settings());
  HttpClient client = client_of(service);
  const json ann = user_called("ann");
  EXPECT_EQ(client.post("/api/v1/auth/register", ann).status, 201);
  EXPECT_EQ(client.post("/api/v1/auth/register", ann).status, 409);
  EXPECT_EQ(client.post("/api/v1/users", ann).status, 200) << "the identical record";
  json greedy = user_called("bob");
  greedy["role"] = "admin";
  EXPECT_EQ(client.post("/api/v1/auth/register", greedy).status, 403);
  EXPECT_EQ(client.post("/api/v1/users", greedy).status, 403);
  const auto invalid = client.post("/api/v1/auth/register", {{"username", ""}, {"email", "x"}});
  EXPECT_EQ(invalid.status, 400);
  EXPECT_EQ(invalid.json().at("missingFields"), json{"password"});
  EXPECT_EQ(invalid.json().at("invalidFields"), (json{"username", "email"}));

  EXPECT_EQ(client.post("/api/v1/auth/login", {{"username", "ann"}, {"password", "wrong"}}).status,
            401);
  const json session = client.post("/api/v1/auth/login", ann).json();
  EXPECT_EQ(session.at("user").at("username"), "ann");
  const auto verify = [&](const json& some) {
    return client.post("/api/v1/verify", {{"token", some.at("token")}}).status;
  };
  EXPECT_EQ(verify(session), 200);
  const json spent{{"refresh_token", session.at("refresh_token")}};
  const json next = client.post("/api/v1/auth/refresh", spent).json();
  EXPECT_EQ(verify(session), 401) << "spent with its refresh token";
  EXPECT_EQ(verify(next), 200);
  EXPECT_EQ(client.post("/api/v1/auth/refresh", spent).status, 401);
  EXPECT_EQ(verify(next), 401) << "a spent refresh token was used again: the session is over";

  const json last = client.post("/api/v1/auth/login", ann).json();
  EXPECT_EQ(client.post("/api/v1/auth/logout", json::object(), bearer(last)).status, 204);
  EXPECT_EQ(verify(last), 401);
  EXPECT_EQ(
      client.post("/api/v1/auth/refresh", {{"refresh_token", last.at("refresh_token")}}).status,
      401);
  const std::string revoked = read("revoked");
  EXPECT_EQ(std::count(revoked.begin(), revoked.end(), '\n') >= 3, true) << revoked;
  for (const std::string& secret :
       {session.at("token").get<std::string>(), std::string("a long password"),
        last.at("refresh_token").get<std::string>()}) {
    EXPECT_THAT(service.error_output(), Not(HasSubstr(secret)));
  }
  service.stop();
}

TEST_F(SecurityServiceTest, AdminsListAndShutOutUsersAndKeysAreRevoked) {
  ReadyProcess service(settings());
  HttpClient client = client_of(service);
  const json root =
      client
          .post("/api/v1/auth/login", {{"username", "root"}, {"password", "the admin's password"}})
          .json();
  json oscar = user_called("oscar");
  oscar["role"] = "operator";
  oscar["tenant_id"] = 5;
  EXPECT_EQ(client.post("/api/v1/users", oscar).status, 403);
  const json made = client.post("/api/v1/users", oscar, bearer(root)).json();
  const json session = client.post("/api/v1/auth/login", oscar).json();
  EXPECT_EQ(session.at("user").at("role"), "operator");
  EXPECT_EQ(client.get("/api/v1/admin/users", bearer(session)).status, 403);
  EXPECT_EQ(client.get("/api/v1/admin/users").status, 401);
  const json list = client.get("/api/v1/admin/users", bearer(root)).json();
  EXPECT_EQ(list.at("total"), 2);
  EXPECT_THAT(list.dump(), Not(HasSubstr("argon2")));

  const json key = client.post("/api/v1/api-keys", {{"name", "ci"}}, bearer(session)).json();
  const HeaderFields by_key{{"X-API-Key", key.at("api_key")}};
  const json exchanged = client.post("/api/v1/auth/token", json::object(), by_key).json();
  EXPECT_FALSE(exchanged.contains("refresh_token"));
  EXPECT_EQ(client.post("/api/v1/verify", {{"token", exchanged.at("token")}}).status, 200);
  const std::string path = "/api/v1/api-keys/" + key.at("api_key_id").dump();
  EXPECT_EQ(client.remove(path, bearer(root)).status, 404) << "another user's";
  EXPECT_EQ(client.remove(path, bearer(session)).status, 204);
  EXPECT_EQ(client.post("/api/v1/auth/token", json::object(), by_key).status, 401);

  EXPECT_EQ(client
                .patch("/api/v1/admin/users/" + made.at("user_id").dump(), {{"is_active", false}},
                       bearer(root))
                .status,
            200);
  EXPECT_EQ(client.post("/api/v1/verify", {{"token", session.at("token")}}).status, 401);
  EXPECT_EQ(client.post("/api/v1/auth/login", oscar).status, 401);
  pqxx::connection database(stack_->endpoints().postgres->connection_string());
  pqxx::work work(database);
  EXPECT_GE(work.exec1("SELECT count(*) FROM audit_logs WHERE event_type = 'auth'")[0].as<int>(),
            8);
  service.stop();
}

}  // namespace
}  // namespace orbbench::tests
