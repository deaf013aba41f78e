#include "result_rows.hpp"

#include <algorithm>

#include "orbbench/store/store_error.hpp"
#include "orbbench/store/stored_run.hpp"
#include "run_rows.hpp"

namespace orbbench::work {
namespace {

std::vector<std::string> first_column(const pqxx::result& rows) {
  std::vector<std::string> texts;
  for (const auto& row : rows) {
    texts.emplace_back(row[0].c_str());
  }
  return texts;
}

std::int64_t bounded(std::size_t number) {
  return static_cast<std::int64_t>(std::min<std::size_t>(number, INT64_MAX));
}

}  // namespace

std::vector<std::string> find_runs(pqxx::transaction_base& work, const std::string& beginning) {
  return first_column(work.exec_params(
      "SELECT work_id FROM orbbench.work_runs WHERE starts_with(work_id::text, $1) LIMIT 2",
      beginning));
}

std::vector<std::string> runs_without_result(pqxx::transaction_base& work, const std::string& kind,
                                             std::size_t limit) {
  return first_column(work.exec_params(
      "SELECT work_id FROM orbbench.work_runs WHERE state IN ('finished', 'failed') AND "
      "result_id IS NULL AND kind = $1 ORDER BY finished_at, work_id LIMIT $2",
      kind, bounded(limit)));
}

// A repeated call finds its own result there, and is answered as the first one was.
bool keep_result(pqxx::transaction_base& work, const std::string& work_id,
                 const std::string& result_id) {
  if (!store::is_uuid(result_id)) {
    throw store::StoreRefused("'" + result_id.substr(0, 40) + "' is no id of a run");
  }
  const auto kept = work.exec_params(
      "UPDATE orbbench.work_runs SET result_id = $2::uuid WHERE work_id::text = $1 AND "
      "state IN ('finished', 'failed') AND result_id IS NULL",
      work_id, result_id);
  if (kept.affected_rows() == 1) {
    tell_of_run(work, work_id, "run.result");
    return true;
  }
  return !work.exec_params(
                  "SELECT FROM orbbench.work_runs WHERE work_id::text = $1 AND "
                  "result_id::text = $2",
                  work_id, result_id)
              .empty();
}

std::size_t retain_runs(pqxx::transaction_base& work, std::size_t runs) {
  const auto removed = work.exec_params(
      "DELETE FROM orbbench.work_runs WHERE work_id IN (SELECT work_id FROM orbbench.work_runs "
      "WHERE state = 'cancelled' OR (state IN ('finished', 'failed') AND result_id IS NOT NULL) "
      "ORDER BY finished_at DESC, work_id OFFSET $1)",
      bounded(runs));
  return static_cast<std::size_t>(removed.affected_rows());
}

}  // namespace orbbench::work
