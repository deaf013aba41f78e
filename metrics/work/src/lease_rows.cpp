#include "lease_rows.hpp"

#include <nlohmann/json.hpp>

#include "attempt_rows.hpp"
#include "hexadecimal.hpp"
#include "outbox_rows.hpp"
#include "run_rows.hpp"
#include "storable_text.hpp"

namespace orbbench::work {
namespace {

using std::chrono::milliseconds;

/// An item that may be given away, locked for this transaction.
struct Candidate {
  LeasedItem item;  ///< with the token and the attempts of before
  bool is_overdue = false;
  bool starts_run = false;
};

std::string list_of(const std::vector<std::string>& kinds) {
  return nlohmann::json(kinds).dump();
}

// An overdue item comes in the order in which it was ready. Those that others hold locked are being
// leased, extended or ended at this moment: they are none of ours.
std::optional<Candidate> next_candidate(pqxx::transaction_base& work, const LeaseWish& wish) {
  // The items come out of their index in the order that is wanted. A planner that has not yet heard
  // how many they are would sort them all instead: 210 ms for each lease of 100,000.
  work.exec0("SET LOCAL enable_sort = off");
  const auto rows = work.exec_params(
      "SELECT i.item_id, i.token, i.work_id, r.kind, r.plan, i.payload, i.ordinal, i.attempts, "
      "i.max_attempts, coalesce(i.leased_by, ''), i.state = 'leased', r.state = 'queued' "
      "FROM orbbench.work_items i JOIN orbbench.work_runs r USING (work_id) "
      "WHERE i.state IN ('ready', 'leased') AND r.state IN ('queued', 'running') "
      "AND CASE i.state WHEN 'ready' THEN i.ready_at ELSE i.leased_until END <= "
      "clock_timestamp() AND ($1::jsonb = '[]' OR $1::jsonb ? r.kind) "
      "ORDER BY i.priority DESC, i.ready_at, i.ordinal, i.item_id LIMIT 1 "
      "FOR UPDATE OF i SKIP LOCKED",
      list_of(wish.kinds));
  if (rows.empty()) {
    return std::nullopt;
  }
  const auto& row = rows[0];
  Candidate found;
  found.item = {row[0].as<std::int64_t>(),
                row[1].as<std::int64_t>(),
                row[2].c_str(),
                row[3].c_str(),
                row[4].c_str(),
                row[5].c_str(),
                row[6].as<int>(),
                row[7].as<int>(),
                row[8].as<int>(),
                row[9].c_str()};
  found.is_overdue = row[10].as<bool>();
  found.starts_run = row[11].as<bool>();
  return found;
}

void tell_of_item(pqxx::transaction_base& work, const LeasedItem& item, const std::string& kind,
                  const std::string& error = {}) {
  nlohmann::ordered_json body{{"work_id", item.work_id}, {"work_kind", item.kind},
                              {"item_id", item.item_id}, {"ordinal", item.ordinal},
                              {"attempt", item.attempt}, {"token", item.token},
                              {"worker", item.worker}};
  if (!error.empty()) {
    body["error"] = error;
  }
  insert_event(work, kind, body);
}

void fail_exhausted(pqxx::transaction_base& work, const LeasedItem& item) {
  work.exec_params0(
      "UPDATE orbbench.work_items SET state = 'failed', leased_until = NULL, error = $2 "
      "WHERE item_id = $1",
      item.item_id, std::string(kRetriesExhausted) + ": its worker was not heard of in time");
  tell_of_item(work, item, "item.failed", kRetriesExhausted);
  settle_run(work, item.work_id);
}

/// False if that was its last attempt.
bool take_over(pqxx::transaction_base& work, const LeasedItem& item) {
  end_attempt(work, {item.item_id, item.token, "expired", ""});
  tell_of_item(work, item, "item.expired");
  if (item.attempt < item.max_attempts) {
    return true;
  }
  fail_exhausted(work, item);
  return false;
}

LeasedItem give(pqxx::transaction_base& work, const Candidate& candidate, const LeaseWish& wish) {
  LeasedItem item = candidate.item;
  item.worker = wish.worker;
  const auto row = work.exec_params1(
      "UPDATE orbbench.work_items SET state = 'leased', token = token + 1, "
      "attempts = attempts + 1, leased_by = $2, "
      "leased_until = clock_timestamp() + $3 * interval '1 ms' WHERE item_id = $1 "
      "RETURNING token, attempts",
      item.item_id, item.worker, wish.how_long.count());
  item.token = row[0].as<std::int64_t>();
  item.attempt = row[1].as<int>();
  begin_attempt(work, item.item_id, item.token, item.worker);
  tell_of_item(work, item, "item.leased");
  return item;
}

void start_run(pqxx::transaction_base& work, const std::string& work_id) {
  const auto started = work.exec_params(
      "UPDATE orbbench.work_runs SET state = 'running' WHERE work_id = $1::uuid AND "
      "state = 'queued'",
      work_id);
  if (started.affected_rows() == 1) {
    tell_of_run(work, work_id, "run.running");
  }
}

}  // namespace

std::optional<LeasedItem> lease_item(pqxx::transaction_base& work, const LeaseWish& wish) {
  while (const auto candidate = next_candidate(work, wish)) {
    if (candidate->is_overdue && !take_over(work, candidate->item)) {
      continue;
    }
    if (candidate->starts_run) {
      start_run(work, candidate->item.work_id);
    }
    return give(work, *candidate, wish);
  }
  return std::nullopt;
}

bool extend_lease(pqxx::transaction_base& work, const LeasedItem& item, milliseconds how_long) {
  return work.exec_params(
                 "UPDATE orbbench.work_items SET leased_until = clock_timestamp() + "
                 "$3 * interval '1 ms' WHERE item_id = $1 AND token = $2 AND state = 'leased'",
                 item.item_id, item.token, how_long.count())
             .affected_rows() == 1;
}

bool finish_item(pqxx::transaction_base& work, const LeasedItem& item, const ItemResult& result) {
  const auto ended = work.exec_params(
      "UPDATE orbbench.work_items SET state = 'done', leased_until = NULL, error = NULL, "
      "result = $3::jsonb, histogram = nullif(decode($4, 'hex'), '') "
      "WHERE item_id = $1 AND token = $2 AND state = 'leased'",
      item.item_id, item.token, result.result, store::to_hex(result.histogram));
  if (ended.affected_rows() == 0) {
    return ended_so(work, item.item_id, item.token, "done");
  }
  end_attempt(work, {item.item_id, item.token, "done", ""});
  tell_of_item(work, item, "item.done");
  settle_run(work, item.work_id);
  return true;
}

bool fail_item(pqxx::transaction_base& work, const LeasedItem& item, const std::string& error,
               milliseconds rest) {
  const std::string said = storable_text(error);
  const auto ended = work.exec_params(
      "UPDATE orbbench.work_items SET leased_until = NULL, "
      "state = CASE WHEN attempts < max_attempts THEN 'ready' ELSE 'failed' END, "
      "ready_at = clock_timestamp() + $3 * interval '1 ms', "
      "error = CASE WHEN attempts < max_attempts THEN $4::text ELSE $5::text || ': ' || $4::text "
      "END "
      "WHERE item_id = $1 AND token = $2 AND state = 'leased' RETURNING state",
      item.item_id, item.token, rest.count(), said, kRetriesExhausted);
  if (ended.empty()) {
    return ended_so(work, item.item_id, item.token, "failed");
  }
  end_attempt(work, {item.item_id, item.token, "failed", said});
  const bool is_exhausted = ended[0][0].as<std::string>() == "failed";
  tell_of_item(work, item, is_exhausted ? "item.failed" : "item.retried", said);
  if (is_exhausted) {
    settle_run(work, item.work_id);
  }
  return true;
}

bool hand_item_back(pqxx::transaction_base& work, const LeasedItem& item) {
  const auto ended = work.exec_params(
      "UPDATE orbbench.work_items SET state = 'ready', leased_until = NULL, "
      "attempts = attempts - 1 WHERE item_id = $1 AND token = $2 AND state = 'leased'",
      item.item_id, item.token);
  if (ended.affected_rows() == 0) {
    return ended_so(work, item.item_id, item.token, "handed back");
  }
  end_attempt(work, {item.item_id, item.token, "handed back", ""});
  tell_of_item(work, item, "item.handed_back");
  return true;
}

}  // namespace orbbench::work
