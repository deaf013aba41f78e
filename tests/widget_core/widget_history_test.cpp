// A widget's history is its last 10,000 events, and one more costs the same however many went.

#include "store/widget_history.hpp"

#include <gtest/gtest.h>

#include "orbbench/launcher/stack.hpp"

namespace orbbench::tests {
namespace {

constexpr std::int64_t kKept = 10'000;

launcher::StackOptions only_postgres() {
  launcher::StackOptions options;
  options.parts = {"postgres"};
  options.keeper_binary = ORBBENCH_BINARY;
  return options;
}

class WidgetHistoryTest : public ::testing::Test {
 protected:
  WidgetHistoryTest() {
    pqxx::work work(connection_);
    widget_ = work.exec1(
                      "INSERT INTO widgets (tenant_id, owner_id, type, label) "
                      "VALUES (1, 0, 'button', 'tested') RETURNING widget_id")[0]
                  .as<std::int64_t>();
    work.commit();
  }

  /// Each in a transaction of its own, as the service does.
  void append(int events) {
    for (int event = 0; event < events; ++event) {
      pqxx::work work(connection_);
      widget_core::append_event(work, widget_, "invoke", {{"event", event}});
      work.commit();
    }
  }

  std::int64_t index_pages_read_for(int events) {
    const std::int64_t before = index_pages_read();
    append(events);
    return index_pages_read() - before;
  }

  /// As if so many events had been there.
  void fill(std::int64_t events) {
    pqxx::work work(connection_);
    work.exec_params0(
        "INSERT INTO widget_events (widget_id, sequence, kind) "
        "SELECT $1, sequence, 'invoke' FROM generate_series(1, $2) AS sequence",
        widget_, events);
    work.exec_params0("UPDATE widgets SET event_sequence = $2 WHERE widget_id = $1", widget_,
                      events);
    work.commit();
  }

  std::int64_t first_kept() {
    pqxx::work work(connection_);
    return widget_core::list_events(work, widget_, 0, 1).events.front().sequence;
  }

  std::int64_t kept() {
    pqxx::work work(connection_);
    return work.exec_params1("SELECT count(*) FROM widget_events WHERE widget_id = $1", widget_)[0]
        .as<std::int64_t>();
  }

  std::int64_t index_pages_read() {
    pqxx::nontransaction work(connection_);
    work.exec("SELECT pg_stat_force_next_flush()");
    return work
        .exec1(
            "SELECT idx_blks_hit + idx_blks_read FROM pg_statio_user_tables "
            "WHERE relname = 'widget_events'")[0]
        .as<std::int64_t>();
  }

  launcher::Stack stack_ = launcher::Stack::start(only_postgres());
  pqxx::connection connection_{stack_.endpoints().postgres->connection_string()};
  std::int64_t widget_ = 0;
};

TEST_F(WidgetHistoryTest, KeepsTheLastTenThousand) {
  fill(kKept - 2);
  append(5);
  EXPECT_EQ(kept(), kKept);
  EXPECT_EQ(first_kept(), 4);
}

// Until the next vacuum what was deleted is still in the index, and would be searched through from
// the first number up.
TEST_F(WidgetHistoryTest, AnEventCostsTheSameHoweverManyWentBeforeIt) {
  {
    pqxx::nontransaction work(connection_);
    work.exec0("ALTER TABLE widget_events SET (autovacuum_enabled = off)");
  }
  fill(kKept);
  append(100);
  const std::int64_t early = index_pages_read_for(100);
  append(5000);
  const std::int64_t late = index_pages_read_for(100);
  EXPECT_GT(early, 100);
  EXPECT_LT(late, 2 * early);
  EXPECT_EQ(kept(), kKept);
}

}  // namespace
}  // namespace orbbench::tests
