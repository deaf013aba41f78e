#include "work_fixture.hpp"

#include <pqxx/pqxx>
#include <thread>

#include "orbbench/database/migrations.hpp"
#include "orbbench/store/results_store.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using work::LeasedItem;
using work::NewRun;
using work::Queue;

launcher::Stack start_stack(std::vector<std::string> parts) {
  launcher::StackOptions options;
  options.parts = std::move(parts);
  options.keeper_binary = ORBBENCH_BINARY;
  return launcher::Stack::start(options);
}

void update_schema(const std::string& connection) {
  std::vector<database::Migration> migrations;
  for (const store::SchemaStep& step : store::schema_steps()) {
    migrations.push_back({step.number, step.name, step.sql});
  }
  database::apply_migrations(connection, migrations, store::kSchema);
}

}  // namespace

WorkFixture::WorkFixture(std::vector<std::string> parts)
    : stack_(start_stack(std::move(parts))),
      connection_(stack_.endpoints().postgres->connection_string()) {
  update_schema(connection_);
}

Queue WorkFixture::queue() const {
  return Queue(connection_, {.first = 0ms, .longest = 0ms});
}

NewRun WorkFixture::submit(std::size_t items, int priority, const std::string& kind) {
  NewRun run;
  run.work_id = store::make_uuid();
  run.kind = kind;
  run.priority = priority;
  for (std::size_t i = 0; i < items; ++i) {
    run.payloads.push_back(std::to_string(i));
  }
  EXPECT_TRUE(queue().submit(run));
  return run;
}

void WorkFixture::let_lease_pass(const LeasedItem& item) const {
  change("UPDATE orbbench.work_items SET leased_until = now() - interval '1 s' WHERE item_id = " +
         std::to_string(item.item_id));
}

std::string WorkFixture::state_of(const std::string& work_id) const {
  return ask("SELECT state FROM orbbench.work_runs WHERE work_id = '" + work_id + "'");
}

std::vector<std::string> WorkFixture::events() const {
  pqxx::connection connected(connection_);
  std::vector<std::string> kinds;
  for (const auto& row :
       pqxx::work(connected).exec("SELECT kind FROM orbbench.work_outbox ORDER BY event_id")) {
    kinds.emplace_back(row[0].c_str());
  }
  return kinds;
}

std::string WorkFixture::ask(const std::string& query) const {
  pqxx::connection connected(connection_);
  return pqxx::work(connected).exec1(query)[0].c_str();
}

void WorkFixture::change(const std::string& statement) const {
  pqxx::connection connected(connection_);
  pqxx::nontransaction(connected).exec(statement);
}

std::optional<LeasedItem> await_lease(Queue& queue, const std::string& worker,
                                      std::chrono::milliseconds how_long) {
  const auto limit = std::chrono::steady_clock::now() + 20s;
  while (std::chrono::steady_clock::now() < limit) {
    if (auto item = queue.lease(worker, how_long)) {
      return item;
    }
    std::this_thread::sleep_for(5ms);
  }
  return std::nullopt;
}

}  // namespace orbbench::tests
