// What a deletion does to the core's ledger, exactly: nothing else may run on the stack meanwhile.

#include <mutex>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;

constexpr std::uint64_t kCriticalSites = 3;
constexpr std::uint64_t kWipedSites = 13;  // critical and high ones

class LedgerTest : public WorkflowTest {
 protected:
  void SetUp() override {
    user_ = new_user();
    client_.emplace(gateway(user_));
  }

  TestUser user_;
  std::optional<HttpClient> client_;
};

/// Deallocations at the sites of which each widget has one.
std::uint64_t widgets_released(const metrics::Ledger& before, const metrics::Ledger& after) {
  return after.sites.at("widget_record").deallocations -
         before.sites.at("widget_record").deallocations;
}

TEST_F(LedgerTest, WF05_ADeletionLeavesNoRowNoKeyAndNoObjectAndMovesTheLedger) {
  ORBBENCH_NEEDS(has_database() && has_cache(), "the database and the cache");
  const json widget = create_widget(*client_, {{"type", "secure_widget"}});
  const std::int64_t id = widget.at("widget_id");
  ASSERT_TRUE(core_has(id));
  const auto before = ledger();
  const Answer deleted = client_->remove(path_of(widget));
  const auto after = ledger();
  EXPECT_EQ(deleted.status, 204) << deleted;
  EXPECT_FALSE(database().has_widget(id));
  EXPECT_FALSE(cache().value(CacheVerifier::key_of(id)).has_value());
  EXPECT_EQ(client_->get(path_of(widget)).status, 404);
  EXPECT_FALSE(core_has(id));
  EXPECT_EQ(widgets_released(before, after), 1U);
}

TEST_F(LedgerTest, OR09_TheLedgersDeltaIsExactAndVisibleWhenThe204Arrives) {
  std::vector<json> widgets;
  for (int i = 0; i < 5; ++i) {
    widgets.push_back(create_widget(*client_));
  }
  for (const json& widget : widgets) {
    const auto before = ledger();
    ASSERT_EQ(client_->remove(path_of(widget)).status, 204);
    const auto after = ledger();
    for (const char* site : {"widget_record", "label_text", "type_name", "object_id",
                             "encryption_key", "credential_secret", "session_token"}) {
      EXPECT_EQ(after.sites.at(site).deallocations - before.sites.at(site).deallocations, 1U)
          << site;
    }
    EXPECT_TRUE(metrics::find_imbalances(after).empty());
  }
}

TEST_F(LedgerTest, OR10_TheCriticalSitesAreWipedExactlyOnce) {
  const auto start = ledger();
  const json widget =
      create_widget(*client_, {{"type", "secure_widget"}, {"sensitive_data", unique("canary")}});
  const auto before = ledger();
  ASSERT_EQ(client_->remove(path_of(widget)).status, 204);
  const auto after = ledger();
  EXPECT_EQ(after.critical_deallocations - before.critical_deallocations, kCriticalSites);
  // Some of the high sites are those of buffers that creation itself is done with.
  EXPECT_EQ(after.zeroizations - start.zeroizations, kWipedSites);
  for (const auto& [name, site] : after.sites) {
    if (site.priority == metrics::Priority::Critical) {
      EXPECT_EQ(site.zeroizations - before.sites.at(name).zeroizations, 1U) << name;
      EXPECT_GT(site.zeroized_octets, before.sites.at(name).zeroized_octets) << name;
    }
  }
}

TEST_F(LedgerTest, CO05_OfTenParallelDeletionsOneSucceedsAndOneObjectIsReleased) {
  const json widget = create_widget(*client_);
  const auto before = ledger();
  std::vector<int> statuses(10);
  at_once(statuses.size(), [&](std::size_t number) {
    statuses[number] = gateway(user_).remove(path_of(widget)).status;
  });
  const auto after = ledger();
  EXPECT_EQ(std::ranges::count(statuses, 204), 1);
  EXPECT_EQ(std::ranges::count(statuses, 404), 9);
  EXPECT_EQ(widgets_released(before, after), 1U);
}

}  // namespace
}  // namespace orbbench::tests
