#include "run_rows.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "orbbench/store/store_error.hpp"
#include "outbox_rows.hpp"
#include "state_text.hpp"

namespace orbbench::work {
namespace {

void require_json(const std::string& text, const std::string& what) {
  if (!nlohmann::json::accept(text)) {
    throw store::StoreRefused(what + " is no JSON");
  }
}

void require_storable(const NewRun& run) {
  if (!store::is_uuid(run.work_id)) {
    throw store::StoreRefused("'" + run.work_id.substr(0, 40) + "' is no id of a run");
  }
  if (run.payloads.empty()) {
    throw store::StoreRefused("a run has one item at least");
  }
  require_json(run.plan, "the plan");
  for (std::size_t i = 0; i < run.payloads.size(); ++i) {
    require_json(run.payloads[i], "the payload of item " + std::to_string(i));
  }
}

/// Each is known to be one value.
std::string array_of(const std::vector<std::string>& values) {
  std::string text = "[";
  for (const std::string& value : values) {
    text += (text.size() == 1 ? "" : ",") + value;
  }
  return text + "]";
}

bool insert_head(pqxx::transaction_base& work, const NewRun& run) {
  std::optional<std::int64_t> schedule;
  std::optional<std::string> due;
  if (run.occasion) {
    schedule = run.occasion->schedule_id;
    due = store::to_text(run.occasion->due);
  }
  return work.exec_params(
                 "INSERT INTO orbbench.work_runs (work_id, schedule_id, due, kind, plan, priority) "
                 "VALUES ($1::uuid, $2::bigint, $3::timestamptz, $4, $5::jsonb, $6) "
                 "ON CONFLICT DO NOTHING",
                 run.work_id, schedule, due, run.kind, run.plan, run.priority)
             .affected_rows() == 1;
}

}  // namespace

bool insert_run(pqxx::transaction_base& work, const NewRun& run) {
  require_storable(run);
  if (!insert_head(work, run)) {
    return false;
  }
  work.exec_params0(
      "INSERT INTO orbbench.work_items (work_id, ordinal, priority, payload, max_attempts) "
      "SELECT $1::uuid, n - 1, $2::integer, payload, $3::integer "
      "FROM jsonb_array_elements($4::jsonb) WITH ORDINALITY AS rows (payload, n)",
      run.work_id, run.priority, run.max_attempts, array_of(run.payloads));
  tell_of_run(work, run.work_id, "run.queued");
  return true;
}

void settle_run(pqxx::transaction_base& work, const std::string& work_id) {
  const auto head = work.exec_params1(
      "SELECT state FROM orbbench.work_runs WHERE work_id = $1::uuid FOR UPDATE", work_id);
  const auto open = work.exec_params1(
      "SELECT EXISTS (SELECT FROM orbbench.work_items WHERE work_id = $1::uuid AND state IN "
      "('ready', 'leased'))",
      work_id);
  if (open[0].as<bool>() || is_over(run_state_of(head[0].c_str()))) {
    return;
  }
  const auto ended = work.exec_params1(
      "UPDATE orbbench.work_runs SET finished_at = clock_timestamp(), state = CASE WHEN EXISTS "
      "(SELECT FROM orbbench.work_items WHERE work_id = $1::uuid AND state = 'failed') "
      "THEN 'failed' ELSE 'finished' END WHERE work_id = $1::uuid RETURNING state",
      work_id);
  tell_of_run(work, work_id, std::string("run.") + ended[0].c_str());
}

void tell_of_run(pqxx::transaction_base& work, const std::string& work_id,
                 const std::string& kind) {
  const auto run = work.exec_params1(
      "SELECT kind, state, priority FROM orbbench.work_runs WHERE work_id = $1::uuid", work_id);
  insert_event(work, kind,
               {{"work_id", work_id},
                {"work_kind", run[0].c_str()},
                {"state", run[1].c_str()},
                {"priority", run[2].as<int>()}});
}

}  // namespace orbbench::work
