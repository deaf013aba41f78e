#include "control_rows.hpp"

#include <optional>

#include "run_rows.hpp"
#include "state_text.hpp"

namespace orbbench::work {
namespace {

std::optional<RunState> state_of(pqxx::transaction_base& work, const std::string& work_id) {
  const auto found =
      work.exec_params("SELECT state FROM orbbench.work_runs WHERE work_id::text = $1", work_id);
  return found.empty() ? std::nullopt : std::optional(run_state_of(found[0][0].c_str()));
}

bool is_open(pqxx::transaction_base& work, const std::string& work_id) {
  const auto state = state_of(work, work_id);
  return state && !is_over(*state);
}

/// One that nothing was ever leased of is queued again.
bool unpause(pqxx::transaction_base& work, const std::string& work_id) {
  return work.exec_params(
                 "UPDATE orbbench.work_runs SET state = CASE WHEN EXISTS (SELECT FROM "
                 "orbbench.work_items WHERE work_id = $1::uuid AND token > 0) THEN 'running' "
                 "ELSE 'queued' END WHERE work_id = $1::uuid AND state = 'paused'",
                 work_id)
             .affected_rows() == 1;
}

}  // namespace

bool pause_run(pqxx::transaction_base& work, const std::string& work_id) {
  if (!is_open(work, work_id)) {
    return false;
  }
  const auto paused = work.exec_params(
      "UPDATE orbbench.work_runs SET state = 'paused' WHERE work_id = $1::uuid AND "
      "state IN ('queued', 'running')",
      work_id);
  if (paused.affected_rows() == 1) {
    tell_of_run(work, work_id, "run.paused");
  }
  return true;
}

bool resume_run(pqxx::transaction_base& work, const std::string& work_id) {
  if (!is_open(work, work_id)) {
    return false;
  }
  if (unpause(work, work_id)) {
    tell_of_run(work, work_id, "run.resumed");
  }
  return true;
}

bool cancel_run(pqxx::transaction_base& work, const std::string& work_id) {
  const auto state = state_of(work, work_id);
  if (!state || is_over(*state)) {
    return state == RunState::Cancelled;
  }
  work.exec_params0(
      "WITH lost AS (UPDATE orbbench.work_items SET state = 'cancelled', leased_until = NULL "
      "WHERE work_id = $1::uuid AND state IN ('ready', 'leased') RETURNING item_id) "
      "UPDATE orbbench.work_attempts SET ended = clock_timestamp(), outcome = 'cancelled' "
      "WHERE outcome IS NULL AND item_id IN (SELECT item_id FROM lost)",
      work_id);
  const auto cancelled = work.exec_params(
      "UPDATE orbbench.work_runs SET state = 'cancelled', finished_at = clock_timestamp() "
      "WHERE work_id = $1::uuid AND state IN ('queued', 'running', 'paused')",
      work_id);
  if (cancelled.affected_rows() == 0) {
    return false;  // its last item was ended meanwhile
  }
  tell_of_run(work, work_id, "run.cancelled");
  return true;
}

bool snooze_run(pqxx::transaction_base& work, const std::string& work_id, Instant until) {
  if (!is_open(work, work_id)) {
    return false;
  }
  work.exec_params0(
      "UPDATE orbbench.work_items SET ready_at = greatest(ready_at, $2::timestamptz) "
      "WHERE work_id = $1::uuid AND state = 'ready'",
      work_id, store::to_text(until));
  tell_of_run(work, work_id, "run.snoozed");
  return true;
}

bool hasten_run(pqxx::transaction_base& work, const std::string& work_id) {
  if (!is_open(work, work_id)) {
    return false;
  }
  work.exec_params0(
      "UPDATE orbbench.work_items SET ready_at = clock_timestamp() "
      "WHERE work_id = $1::uuid AND state = 'ready' AND ready_at > clock_timestamp()",
      work_id);
  unpause(work, work_id);
  tell_of_run(work, work_id, "run.hastened");
  return true;
}

bool rank_run(pqxx::transaction_base& work, const std::string& work_id, int priority) {
  if (!is_open(work, work_id)) {
    return false;
  }
  work.exec_params0(
      "UPDATE orbbench.work_items SET priority = $2 WHERE work_id = $1::uuid AND "
      "state IN ('ready', 'leased')",
      work_id, priority);
  work.exec_params0("UPDATE orbbench.work_runs SET priority = $2 WHERE work_id = $1::uuid", work_id,
                    priority);
  tell_of_run(work, work_id, "run.ranked");
  return true;
}

}  // namespace orbbench::work
