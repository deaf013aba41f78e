#include "attempt_rows.hpp"

namespace orbbench::work {

void begin_attempt(pqxx::transaction_base& work, std::int64_t item_id, std::int64_t token,
                   const std::string& worker) {
  work.exec_params0(
      "INSERT INTO orbbench.work_attempts (item_id, token, worker) VALUES ($1, $2, $3)", item_id,
      token, worker);
}

void end_attempt(pqxx::transaction_base& work, const AttemptEnd& end) {
  work.exec_params0(
      "UPDATE orbbench.work_attempts SET ended = clock_timestamp(), outcome = $3, "
      "error = nullif($4, '') WHERE item_id = $1 AND token = $2 AND outcome IS NULL",
      end.item_id, end.token, end.outcome, end.error);
}

bool ended_so(pqxx::transaction_base& work, std::int64_t item_id, std::int64_t token,
              const std::string& outcome) {
  return !work.exec_params(
                  "SELECT FROM orbbench.work_attempts WHERE item_id = $1 AND token = $2 AND "
                  "outcome = $3",
                  item_id, token, outcome)
              .empty();
}

}  // namespace orbbench::work
