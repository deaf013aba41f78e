#include "listing_rows.hpp"

#include <algorithm>
#include <unordered_map>

#include "hexadecimal.hpp"
#include "instant_column.hpp"
#include "state_text.hpp"

namespace orbbench::work {
namespace {

std::string text_of(const pqxx::field& field) {
  return field.is_null() ? "" : field.c_str();
}

template <class Value>
std::optional<Value> optional_of(const pqxx::field& field) {
  return field.is_null() ? std::nullopt : std::optional(field.as<Value>());
}

/// Of the runs r that `which` leaves, with the counts of their items.
std::string select_runs(const std::string& which) {
  return "SELECT r.work_id, r.kind, r.plan, r.priority, r.state, " + instant_text("r.created_at") +
         ", " + instant_text("r.finished_at") + ", " + instant_text("c.next_at") +
         ", r.result_id, r.schedule_id, " + instant_text("r.due") +
         ", c.ready, c.leased, c.done, c.failed, c.cancelled FROM (" + which +
         ") r CROSS JOIN LATERAL (SELECT min(ready_at) FILTER (WHERE state = 'ready') AS next_at, "
         "count(*) FILTER (WHERE state = 'ready') AS ready, "
         "count(*) FILTER (WHERE state = 'leased') AS leased, "
         "count(*) FILTER (WHERE state = 'done') AS done, "
         "count(*) FILTER (WHERE state = 'failed') AS failed, "
         "count(*) FILTER (WHERE state = 'cancelled') AS cancelled "
         "FROM orbbench.work_items i WHERE i.work_id = r.work_id) c "
         "ORDER BY r.created_at DESC, r.work_id";
}

ItemCounts counts_of(const pqxx::row& row, pqxx::row::size_type first) {
  const auto count = [&](pqxx::row::size_type at) { return row[first + at].as<std::size_t>(); };
  return {count(0), count(1), count(2), count(3), count(4)};
}

RunInfo run_of(const pqxx::row& row) {
  RunInfo run;
  run.work_id = row[0].c_str();
  run.kind = row[1].c_str();
  run.plan = row[2].c_str();
  run.priority = row[3].as<int>();
  run.state = run_state_of(row[4].c_str());
  run.created_at = store::parse_instant(row[5].c_str());
  run.finished_at = instant_of(row[6]);
  run.next_at = instant_of(row[7]);
  run.result_id = optional_of<std::string>(row[8]);
  run.schedule_id = optional_of<std::int64_t>(row[9]);
  run.due = instant_of(row[10]);
  run.items = counts_of(row, 11);
  return run;
}

std::vector<std::uint8_t> octets_of(const pqxx::field& field) {
  return field.is_null() ? std::vector<std::uint8_t>() : *store::from_hex(field.c_str());
}

ItemInfo item_of(const pqxx::row& row) {
  ItemInfo item;
  item.item_id = row[0].as<std::int64_t>();
  item.ordinal = row[1].as<int>();
  item.payload = row[2].c_str();
  item.state = item_state_of(row[3].c_str());
  item.ready_at = store::parse_instant(row[4].c_str());
  item.attempts = row[5].as<int>();
  item.max_attempts = row[6].as<int>();
  item.token = row[7].as<std::int64_t>();
  item.leased_by = text_of(row[8]);
  item.leased_until = instant_of(row[9]);
  item.result = text_of(row[10]);
  item.histogram = octets_of(row[11]);
  item.error = text_of(row[12]);
  return item;
}

Attempt attempt_of(const pqxx::row& row) {
  return {row[1].as<std::int64_t>(), row[2].c_str(),  store::parse_instant(row[3].c_str()),
          instant_of(row[4]),        text_of(row[5]), text_of(row[6])};
}

std::unordered_map<std::int64_t, std::vector<Attempt>> read_attempts(pqxx::transaction_base& work,
                                                                     const std::string& work_id) {
  std::unordered_map<std::int64_t, std::vector<Attempt>> histories;
  for (const auto& row : work.exec_params(
           "SELECT item_id, a.token, worker, " + instant_text("started") + ", " +
               instant_text("ended") +
               ", outcome, a.error FROM orbbench.work_attempts a JOIN orbbench.work_items i "
               "USING (item_id) WHERE i.work_id::text = $1 ORDER BY item_id, a.token",
           work_id)) {
    histories[row[0].as<std::int64_t>()].push_back(attempt_of(row));
  }
  return histories;
}

}  // namespace

std::vector<RunInfo> read_runs(pqxx::transaction_base& work, const RunListing& listing) {
  const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(listing.limit, INT64_MAX));
  std::vector<RunInfo> runs;
  for (const auto& row :
       work.exec_params(select_runs("SELECT * FROM orbbench.work_runs WHERE $1 = '' OR state = $1 "
                                    "ORDER BY created_at DESC, work_id LIMIT $2"),
                        listing.state ? to_text(*listing.state) : "", limit)) {
    runs.push_back(run_of(row));
  }
  return runs;
}

std::optional<RunInfo> read_run(pqxx::transaction_base& work, const std::string& work_id) {
  const auto found = work.exec_params(
      select_runs("SELECT * FROM orbbench.work_runs WHERE work_id::text = $1"), work_id);
  return found.empty() ? std::nullopt : std::optional(run_of(found[0]));
}

std::vector<ItemInfo> read_items(pqxx::transaction_base& work, const std::string& work_id) {
  auto histories = read_attempts(work, work_id);
  std::vector<ItemInfo> items;
  for (const auto& row : work.exec_params(
           "SELECT item_id, ordinal, payload, state, " + instant_text("ready_at") +
               ", attempts, max_attempts, token, leased_by, " + instant_text("leased_until") +
               ", result, encode(histogram, 'hex'), error FROM orbbench.work_items "
               "WHERE work_id::text = $1 ORDER BY ordinal",
           work_id)) {
    items.push_back(item_of(row));
    items.back().history = std::move(histories[items.back().item_id]);
  }
  return items;
}

QueueFigures read_figures(pqxx::transaction_base& work) {
  const auto row = work.exec1(
      "SELECT r.queued, r.running, r.paused, r.awaiting, i.ready, i.leased, i.overdue, "
      "(SELECT count(*) FROM orbbench.work_outbox WHERE entry_id IS NULL), "
      "coalesce(extract(epoch FROM clock_timestamp() - i.first) * 1000, 0)::bigint FROM "
      "(SELECT count(*) FILTER (WHERE state = 'queued') AS queued, "
      "count(*) FILTER (WHERE state = 'running') AS running, "
      "count(*) FILTER (WHERE state = 'paused') AS paused, "
      "count(*) FILTER (WHERE state IN ('finished', 'failed') AND result_id IS NULL) AS awaiting "
      "FROM orbbench.work_runs) r CROSS JOIN "
      "(SELECT count(*) FILTER (WHERE i.state = 'ready') AS ready, "
      "count(*) FILTER (WHERE i.state = 'leased') AS leased, "
      "count(*) FILTER (WHERE i.leased_until < clock_timestamp()) AS overdue, "
      "min(i.ready_at) FILTER (WHERE i.state = 'ready' AND i.ready_at < clock_timestamp() AND "
      "r.state <> 'paused') AS first FROM orbbench.work_items i JOIN orbbench.work_runs r "
      "USING (work_id) WHERE i.state IN ('ready', 'leased')) i");
  QueueFigures figures;
  figures.runs_queued = row[0].as<std::size_t>();
  figures.runs_running = row[1].as<std::size_t>();
  figures.runs_paused = row[2].as<std::size_t>();
  figures.runs_awaiting_result = row[3].as<std::size_t>();
  figures.items_ready = row[4].as<std::size_t>();
  figures.items_leased = row[5].as<std::size_t>();
  figures.leases_overdue = row[6].as<std::size_t>();
  figures.events_waiting = row[7].as<std::size_t>();
  figures.longest_wait = std::chrono::milliseconds(row[8].as<std::int64_t>());
  return figures;
}

}  // namespace orbbench::work
