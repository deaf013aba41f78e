// WF-19: sensitive data goes to the core and nowhere else. Searched for, not assumed.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class SensitiveDataTest : public WorkflowTest {
 protected:
  void expect_nowhere(const std::string& secret) {
    expect_in_no_table(secret);
    expect_in_no_key(secret);
    expect_in_no_log(secret);
  }

 private:
  void expect_in_no_table(const std::string& secret) {
    const auto tables = database().query(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables WHERE table_type "
        "= "
        "'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')");
    ASSERT_GE(tables.size(), 8U);
    for (const auto& table : tables) {
      const std::string name = table[0].c_str();
      EXPECT_EQ(database().count(
                    "SELECT count(*) FROM " + name + " t WHERE strpos(t::text, $1) > 0", {secret}),
                0)
          << name;
    }
  }

  void expect_in_no_key(const std::string& secret) {
    for (const std::string& key : cache().keys("*")) {
      const auto type_is_string = key.rfind("orbbench:events", 0) != 0;
      const std::string value = type_is_string ? cache().value(key).value_or("") : "";
      EXPECT_EQ((key + value).find(secret), std::string::npos) << key;
    }
  }

  void expect_in_no_log(const std::string& secret) {
    std::size_t logs = 0;
    for (const auto& entry : fs::recursive_directory_iterator(stack().folder())) {
      if (!entry.is_regular_file() || entry.path().extension() != ".log") {
        continue;
      }
      ++logs;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(file), {}};
      EXPECT_EQ(text.find(secret), std::string::npos) << entry.path();
    }
    EXPECT_GE(logs, 6U) << "the logs were not found";
  }
};

TEST_F(SensitiveDataTest, WF19_APlantedSecretIsInNoAnswerTableKeyOrLog) {
  ORBBENCH_NEEDS(has_database() && has_cache() && stack().is_own(),
                 "the database, the cache and the logs of a stack of its own");
  const std::string secret = unique("planted-secret");
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const HeaderFields key{{"X-Idempotency-Key", unique("key")}};
  const json body = widget_body({{"type", "secure_widget"}, {"sensitive_data", secret}});
  std::vector<Answer> answers;
  answers.push_back(client.post("/api/v1/widgets", body, key));
  ASSERT_EQ(answers.back().status, 201) << answers.back();
  const json widget = answers.back().json();
  answers.push_back(client.post("/api/v1/widgets", body, key));
  answers.push_back(
      client.post("/api/v1/widgets", {{"type", "gadget"}, {"sensitive_data", secret}}));
  answers.push_back(client.post(
      "/api/v1/widgets", {{"type", "failing_widget"}, {"label", "l"}, {"sensitive_data", secret}}));
  answers.push_back(client.get(path_of(widget)));
  answers.push_back(client.patch(path_of(widget), {{"sensitive_data", secret}}));
  answers.push_back(client.post(path_of(widget, "/orb/invoke"),
                                {{"operation", "test_operation"}, {"params", json::array()}}));
  answers.push_back(client.get(path_of(widget, "/events")));
  answers.push_back(client.get("/api/v1/export"));
  answers.push_back(client.get("/api/v1/snapshot"));
  for (const Answer& answer : answers) {
    EXPECT_EQ(answer.body.find(secret), std::string::npos) << answer;
  }
  expect_nowhere(secret);
  EXPECT_EQ(client.remove(path_of(widget)).status, 204);
  expect_nowhere(secret);
}

// The tokens and passwords of every test so far, as far as this one knows them: its own.
TEST_F(SensitiveDataTest, SE07_PasswordsTokensAndKeysAreInNoTableKeyOrLog) {
  ORBBENCH_NEEDS(has_database() && has_cache() && stack().is_own(),
                 "the database, the cache and the logs of a stack of its own");
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const Answer made = client.post("/api/v1/api-keys", {{"name", "ci"}});
  ASSERT_EQ(made.status, 201) << made;
  const std::string api_key = made.json().at("api_key");
  gateway().post("/api/v1/auth/token", nullptr, {{"X-API-Key", api_key}});
  gateway().post("/api/v1/auth/login", {{"username", user.username}, {"password", "wrong"}});
  for (const std::string& secret : {user.password, user.token, user.refresh_token, api_key}) {
    expect_nowhere(secret);
  }
}

}  // namespace
}  // namespace orbbench::tests
