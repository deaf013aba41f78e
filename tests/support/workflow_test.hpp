#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "http_client.hpp"
#include "orbbench/metrics/ledger.hpp"
#include "stack_under_test.hpp"
#include "store_verifiers.hpp"

namespace orbbench::tests {

/// Ends the test as skipped, with a reason that the report counts, unless the stack has it.
#define ORBBENCH_NEEDS(condition, what)       \
  do {                                        \
    if (!(condition)) {                       \
      GTEST_SKIP() << "skipped: needs " what; \
    }                                         \
  } while (false)

/// A user of the stack and the tokens of one session.
struct TestUser {
  std::int64_t user_id = 0;
  std::int64_t tenant_id = 0;
  std::string username;
  std::string password;
  std::string role;
  std::string token;
  std::string refresh_token;

  HeaderFields bearer() const { return {{"Authorization", "Bearer " + token}}; }
};

/// Base of the workflow suites: clients of the services, users of the test's own, looks into the
/// stores. Each test makes its own users and widgets, so that any number of tests run at once on
/// one stack; TearDown removes the widgets of these users.
class WorkflowTest : public testing::Test {
 protected:
  void TearDown() override;

  /// The shared one, unless the test has a private one.
  virtual const StackUnderTest& stack() const { return StackUnderTest::get(); }

  /// A text that nothing else on the stack has.
  static std::string unique(const std::string& prefix);

  /// Registers a user over the gateway and logs in: role user, tenant 1.
  TestUser new_user();
  /// Made by the stack's administrator: needs ORBBENCH_ADMIN_USER and ORBBENCH_ADMIN_PASSWORD.
  TestUser new_user(const std::string& role, std::int64_t tenant_id = 1);
  bool has_admin() const;
  TestUser admin();
  /// A new session of the user. Fails the test where there is none.
  TestUser log_in(const std::string& username, const std::string& password);

  /// A client of the gateway with that user's token.
  HttpClient gateway(const TestUser& user) const;
  HttpClient gateway() const;
  HttpClient widget_core() const;
  HttpClient security() const;

  bool has_database() const;
  DatabaseVerifier& database();
  bool has_cache() const;
  CacheVerifier& cache();
  /// Through the core's metrics page.
  metrics::Ledger ledger() const;
  /// The sum of a family's samples with these labels on a metrics page.
  static double counter(const std::string& url, const std::string& name,
                        const std::map<std::string, std::string>& labels = {});
  /// Ids of all objects that the core holds.
  std::vector<std::int64_t> core_objects() const;
  bool core_has(std::int64_t widget_id) const;

  /// 201, or the test fails.
  nlohmann::json create_widget(HttpClient& client, nlohmann::json fields = {});
  static nlohmann::json widget_body(nlohmann::json fields = {});
  /// "/api/v1/widgets/7"
  static std::string path_of(const nlohmann::json& widget, const std::string& below = "");
  /// Looks into the stores through new connections from now on.
  void reconnect();

  /// Runs `count` calls on that many threads at once; each is told its number.
  static void at_once(std::size_t count, const std::function<void(std::size_t)>& call);

 private:
  TestUser remember(TestUser user);
  void remove_widgets_of(const TestUser& user);

  std::unique_ptr<DatabaseVerifier> database_;
  std::unique_ptr<CacheVerifier> cache_;
  std::vector<TestUser> users_;
};

}  // namespace orbbench::tests
