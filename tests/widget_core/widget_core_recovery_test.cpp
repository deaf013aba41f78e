// What the widget core makes of a dependency that went, and of what a process that died has left.

#include <gmock/gmock.h>

#include <memory>

#include "frozen_process.hpp"
#include "widget_core_fixture.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using orb_client::Deadline;
using ::testing::ElementsAre;

class WidgetCoreRecoveryTest : public WidgetCoreFixture {
 protected:
  static Deadline soon() { return Deadline::after(std::chrono::seconds(5)); }
  static std::string path(std::int64_t id) { return "/widgets/" + std::to_string(id); }
  std::int64_t intents() { return database().count("SELECT count(*) FROM widget_intents"); }

  void plan(const std::string& kind, std::int64_t id) {
    change_database(
        "INSERT INTO widget_intents (widget_id, kind, tenant_id, owner_id, instance) VALUES (" +
        std::to_string(id) + ", '" + kind + "', 0, 0, 'tested')");
  }
  std::int64_t next_id() {
    change_database("SELECT nextval(pg_get_serial_sequence('widgets', 'widget_id'))");
    return database().count("SELECT last_value FROM widgets_widget_id_seq");
  }
};

TEST_F(WidgetCoreRecoveryTest, WhatADeadProcessLeftIsCompletedOrUndoneAtItsStart) {
  start_service();
  auto clients = client();
  const std::int64_t kept = create(clients);
  const std::int64_t half_deleted = create(clients);
  const std::int64_t rowless = create(clients);
  kill_service();
  const std::int64_t half_created = next_id();
  const std::int64_t orphan = next_id();
  core_lane()->create_widget(half_created, "button", "half", {}, soon());
  plan("create", half_created);
  plan("delete", half_deleted);
  core_lane()->create_widget(orphan, "button", "orphan", {}, soon());
  // Row and object are gone, the key is not.
  plan("uncache", rowless);
  change_database("DELETE FROM widgets WHERE widget_id = " + std::to_string(rowless));
  core_lane()->destroy_widget(rowless, soon());
  // The row is there, the object is not.
  core_lane()->destroy_widget(kept, soon());
  ASSERT_TRUE(cache().value(CacheVerifier::key_of(rowless)).has_value());

  start_service();

  EXPECT_EQ(intents(), 0) << "its own intents wait for nothing";
  EXPECT_TRUE(eventually([&] { return core_objects() == std::vector{kept}; })) << service_log();
  EXPECT_FALSE(database().has_widget(half_deleted));
  EXPECT_EQ(database().count("SELECT count(*) FROM audit_logs WHERE operation = 'delete' AND "
                             "resource_id = $1",
                             {std::to_string(half_deleted)}),
            1);
  EXPECT_THAT(cache().keys("widget:*"), ElementsAre(CacheVerifier::key_of(kept)));
  stop_service();
}

TEST_F(WidgetCoreRecoveryTest, NothingStaleIsReadAfterRedisWasAway) {
  start_service();
  auto clients = client();
  const std::int64_t id = create(clients);
  auto frozen = std::make_unique<FrozenProcess>(stack().endpoints().redis->pid);
  EXPECT_EQ(clients.patch(path(id), {{"enabled", false}}).status, 200);
  const Answer missed = clients.get(path(id));
  EXPECT_EQ(missed.header("x-cache"), "MISS");
  EXPECT_EQ(missed.json().at("enabled"), false);
  const Answer refused = clients.remove(path(id));
  EXPECT_EQ(refused.status, 503) << refused;
  EXPECT_EQ(refused.json().at("code"), "CACHE_UNAVAILABLE");
  EXPECT_TRUE(database().has_widget(id)) << "a deletion that was refused was begun";
  frozen.reset();
  EXPECT_TRUE(eventually([&] {
    const Answer answer = clients.get(path(id));
    EXPECT_EQ(answer.json().at("enabled"), false);
    return answer.header("x-cache") == "HIT";
  })) << service_log();
  EXPECT_TRUE(eventually([&] { return intents() == 0; }));
  EXPECT_EQ(clients.remove(path(id)).status, 204);
  EXPECT_TRUE(cache().keys("widget:*").empty());
  EXPECT_TRUE(core_objects().empty());
}

TEST_F(WidgetCoreRecoveryTest, ACreationWithoutACoreLeavesNothingAndObjectsComeBackWithIt) {
  start_service();
  auto clients = client();
  const std::int64_t id = create(clients);
  stack().kill_part("core");
  const Answer refused =
      clients.post("/widgets", {{"type", "button"}, {"label", "l"}, {"sensitive_data", "canary"}});
  EXPECT_EQ(refused.status, 503) << refused;
  EXPECT_EQ(refused.json().at("code"), "ORB_UNAVAILABLE");
  EXPECT_EQ(database().count("SELECT count(*) FROM widgets"), 1);
  EXPECT_EQ(cache().keys("widget:*").size(), 1U);
  EXPECT_EQ(clients.get(path(id)).status, 200);
  EXPECT_EQ(clients.patch(path(id), {{"label", "new"}}).status, 503);
  EXPECT_EQ(clients.patch(path(id), {{"enabled", false}}).status, 200) << "needs no core";

  stack().start_part("core");
  EXPECT_TRUE(eventually([&] {
    return clients.post(path(id) + "/orb/invoke", {{"operation", "test_operation"}}).status == 200;
  })) << service_log();
  EXPECT_TRUE(eventually([&] { return intents() == 0; })) << service_log();
  EXPECT_EQ(clients.get(path(id)).json().at("label"), "made");
  EXPECT_EQ(core_objects(), std::vector{id});
  EXPECT_EQ(service_log().find("canary"), std::string::npos);
}

}  // namespace
}  // namespace orbbench::tests
