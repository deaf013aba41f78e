// RE, WF, SE: a server is stopped for real, and comes back.

#include "chaos_test.hpp"
#include "frozen_process.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class LostDependencyTest : public ChaosTest {
 protected:
  void SetUp() override {
    ChaosTest::SetUp();
    start(options());
    make_widget();
  }

  std::int64_t id() const { return widget_.at("widget_id"); }
  std::int64_t rows() {
    return database().count("SELECT count(*) FROM widgets WHERE owner_id = $1",
                            {std::to_string(user_.user_id)});
  }
};

TEST_F(LostDependencyTest, RE01_WithoutTheDatabase503AndHealedWithinFiveSeconds) {
  cache().remove(CacheVerifier::key_of(id()));
  kill_part("postgres");
  const Answer answer = read();
  EXPECT_EQ(answer.status, 503) << answer;
  EXPECT_NE(answer.header("retry-after"), "");
  EXPECT_EQ(client_->post("/api/v1/widgets", widget_body()).status, 503);
  start_part("postgres");
  EXPECT_TRUE(eventually([&] { return read().status == 200; }, 5s));
  EXPECT_TRUE(eventually([&] { return rename("healed").status == 200; }, 5s));
}

TEST_F(LostDependencyTest, RE01_BackendsThatWereTerminatedAreReplaced) {
  for (int i = 0; i < 3; ++i) {
    database().query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND "
        "pid "
        "<> pg_backend_pid()");
    const Answer answer = rename("name " + std::to_string(i));
    EXPECT_THAT(answer.status, testing::AnyOf(200, 503)) << answer;
    EXPECT_TRUE(eventually([&] { return rename("healed").status == 200; }, 5s));
  }
}

TEST_F(LostDependencyTest, RE02_WithoutRedisReadsAndWritesGoOn) {
  kill_part("redis");
  const Answer answer = read();
  EXPECT_EQ(answer.status, 200) << answer;
  EXPECT_EQ(answer.header("x-cache"), "MISS");
  EXPECT_EQ(rename("without a cache").status, 200);
  const Answer made = client_->post("/api/v1/widgets", widget_body());
  EXPECT_EQ(made.status, 201) << made;
  EXPECT_EQ(read().json().at("label"), "without a cache");
  start_part("redis");
  EXPECT_TRUE(eventually([&] { return read().header("x-cache") == "HIT"; }, 10s)) << "not refilled";
  EXPECT_EQ(read().json().at("label"), "without a cache");
}

TEST_F(LostDependencyTest, RE03_WithoutTheCoreReadsGoOnAndInvocationsReconnect) {
  kill_part("core");
  EXPECT_EQ(read().status, 200);
  const Answer answer = invoke("test_operation");
  EXPECT_EQ(answer.status, 503) << answer;
  start_part("core");
  EXPECT_TRUE(eventually([&] { return invoke("test_operation").status == 200; }, 15s));
  EXPECT_TRUE(core_has(id())) << "the core came back empty, and its objects did not";
}

TEST_F(LostDependencyTest, RE04_AFrozenWidgetCoreEndsInTimeAndLeavesTheOthersAlone) {
  {
    const FrozenProcess frozen(pid_of(kWidgetCore));
    const Answer answer = client_->get(path_of(widget_), {{"X-Request-Timeout-Ms", "1000"}});
    EXPECT_THAT(answer.status, testing::AnyOf(502, 503, 504)) << answer;
    EXPECT_LT(answer.elapsed, 4s);
    const auto start = std::chrono::steady_clock::now();
    log_in(user_.username, user_.password);
    EXPECT_LT(std::chrono::steady_clock::now() - start, 2s);
  }
  EXPECT_TRUE(eventually([&] { return read().status == 200; }));
}

TEST_F(LostDependencyTest, RE04_AWidgetCoreThatIsGoneEndsInTimeAndComesBack) {
  kill_part(kWidgetCore);
  const Answer answer = read();
  EXPECT_THAT(answer.status, testing::AnyOf(502, 503, 504)) << answer;
  EXPECT_LT(answer.elapsed, 4s);
  log_in(user_.username, user_.password);
  start_part(kWidgetCore);
  EXPECT_TRUE(eventually([&] { return read().status == 200; }));
}

TEST_F(LostDependencyTest, SE14_WithoutTheSecurityServiceTokensGoOnVerifying) {
  kill_part("security");
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(rename("still verified").status, 200);
  const Answer answer = gateway().post(
      "/api/v1/auth/login", {{"username", user_.username}, {"password", user_.password}});
  EXPECT_EQ(answer.status, 503) << answer;
  EXPECT_NE(answer.header("retry-after"), "");
  start_part("security");
  EXPECT_TRUE(eventually([&] {
    return gateway()
               .post("/api/v1/auth/login",
                     {{"username", user_.username}, {"password", user_.password}})
               .status == 200;
  }));
}

// A token that was revoked stays so when the gateway and the security service start anew.
TEST_F(LostDependencyTest, SE06_ARevokedTokenStaysDeadAcrossRestarts) {
  const TestUser session = log_in(user_.username, user_.password);
  ASSERT_EQ(gateway(session).post("/api/v1/auth/logout").status, 204);
  ASSERT_EQ(gateway(session).get("/api/v1/widgets").status, 401);
  for (const char* part : {"gateway", "security"}) {
    kill_part(part);
    start_part(part);
    EXPECT_TRUE(eventually([&] { return read().status == 200; }));
    EXPECT_EQ(gateway(session).get("/api/v1/widgets").status, 401) << part;
  }
}

TEST_F(LostDependencyTest, WF08_ADeletionThatMeetsADeadServerIsCompletedByARepeat) {
  for (const char* part : {"core", "redis", "postgres"}) {
    const json widget = create_widget(*client_);
    const std::int64_t doomed = widget.at("widget_id");
    kill_part(part);
    const Answer refused = client_->remove(path_of(widget));
    EXPECT_EQ(refused.status, 503) << part << refused;
    start_part(part);
    // A repeat completes it, whatever was done before; a 404 would mean that it is gone unanswered.
    EXPECT_TRUE(eventually([&] { return client_->remove(path_of(widget)).status == 204; }, 15s))
        << part;
    EXPECT_TRUE(eventually([&] { return !database().has_widget(doomed); })) << part;
    EXPECT_FALSE(cache().value(CacheVerifier::key_of(doomed)).has_value()) << part;
    EXPECT_FALSE(core_has(doomed)) << part;
  }
}

TEST_F(LostDependencyTest, WF09_ACreationThatFailsLeavesNothing) {
  const auto before_rows = rows();
  const std::size_t before_objects = core_objects().size();
  for (const char* part : {"core", "postgres"}) {
    kill_part(part);
    for (int i = 0; i < 3; ++i) {
      const Answer refused = client_->post("/api/v1/widgets", widget_body());
      EXPECT_EQ(refused.status, 503) << part << refused;
    }
    start_part(part);
    EXPECT_TRUE(eventually([&] { return rename("back").status == 200; }, 15s)) << part;
    EXPECT_EQ(rows(), before_rows) << part;
    EXPECT_TRUE(eventually([&] { return core_objects().size() == before_objects; }, 15s)) << part;
    EXPECT_EQ(database().count("SELECT count(*) FROM widget_intents"), 0) << part;
    EXPECT_EQ(cache().keys("widget:*").size(), 1U) << part;
  }
}

}  // namespace
}  // namespace orbbench::tests
