#include "orbbench/store/results_store.hpp"

#include <algorithm>
#include <array>

#include "0001_results_sql.hpp"
#include "0002_tables_sql.hpp"
#include "0003_work_sql.hpp"
#include "orbbench/store/run_json.hpp"
#include "retention.hpp"
#include "run_rows.hpp"
#include "store_connection.hpp"

namespace orbbench::store {
namespace {

constexpr std::array<SchemaStep, 3> kSteps{
    {{1, "results", kResultsSql}, {2, "tables", kTablesSql}, {3, "work", kWorkSql}}};

const std::string kSummaryColumns =
    "r.run_id, r.kind, to_char(r.started AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "r.verdict, r.commit";

RunSummary summary_of(const pqxx::row& row) {
  return {row[0].as<std::string>(), row[1].as<std::string>(),
          parse_instant(row[2].as<std::string>()), row[3].as<std::string>(),
          row[4].as<std::string>()};
}

Baseline baseline_of(const pqxx::row& row) {
  return {row[5].as<std::string>(), summary_of(row)};
}

}  // namespace

std::span<const SchemaStep> schema_steps() {
  return kSteps;
}

ResultsStore::ResultsStore(std::string connection, std::chrono::milliseconds limit)
    : connection_(std::make_unique<StoreConnection>(std::move(connection), limit)) {}
ResultsStore::~ResultsStore() = default;
ResultsStore::ResultsStore(ResultsStore&&) noexcept = default;

bool ResultsStore::save(const StoredRun& given) {
  const StoredRun run = as_stored(given);
  return connection_->query([&](Transaction& work) {
    const bool is_new =
        work.exec_params(
                "INSERT INTO orbbench.runs (run_id, kind, started, verdict, commit) "
                "VALUES ($1::uuid, $2, $3::timestamptz, $4, $5) ON CONFLICT DO NOTHING",
                run.uuid, run.kind, to_text(run.started), run.verdict, run.commit)
            .affected_rows() == 1;
    if (is_new) {
      insert_rows(work, run);
    }
    return is_new;
  });
}

std::vector<RunSummary> ResultsStore::list(const RunFilter& filter) {
  const auto limit = static_cast<std::int64_t>(std::min<std::size_t>(filter.limit, INT64_MAX));
  return connection_->query([&](Transaction& work) {
    std::vector<RunSummary> runs;
    for (const auto& row : work.exec_params(
             "SELECT " + kSummaryColumns +
                 " FROM orbbench.runs r WHERE r.kind = $1 OR "
                 "($1 = '' AND strpos(r.kind, '.') = 0) ORDER BY r.started DESC, r.run_id LIMIT $2",
             filter.kind, limit)) {
      runs.push_back(summary_of(row));
    }
    return runs;
  });
}

std::optional<StoredRun> ResultsStore::load(const std::string& uuid) {
  return connection_->query([&](Transaction& work) -> std::optional<StoredRun> {
    const auto found = work.exec_params(
        "SELECT " + kSummaryColumns + " FROM orbbench.runs r WHERE r.run_id::text = $1", uuid);
    if (found.empty()) {
      return std::nullopt;
    }
    const RunSummary summary = summary_of(found[0]);
    StoredRun run;
    run.uuid = summary.uuid;
    run.kind = summary.kind;
    run.started = summary.started;
    run.verdict = summary.verdict;
    run.commit = summary.commit;
    read_rows(work, run);
    return run;
  });
}

std::vector<std::string> ResultsStore::find(const std::string& beginning) {
  return connection_->query([&](Transaction& work) {
    std::vector<std::string> uuids;
    for (const auto& row : work.exec_params(
             "SELECT run_id FROM orbbench.runs WHERE starts_with(run_id::text, $1) LIMIT 2",
             beginning)) {
      uuids.push_back(row[0].as<std::string>());
    }
    return uuids;
  });
}

void ResultsStore::set_baseline(const std::string& name, const std::string& uuid) {
  if (!is_baseline_name(name) || !is_uuid(uuid)) {
    throw StoreRefused("'" + name.substr(0, 64) + "' cannot name a baseline, or '" +
                       uuid.substr(0, 40) + "' is no run id");
  }
  connection_->transact([&](Transaction& work) {
    work.exec_params0(
        "INSERT INTO orbbench.baselines (name, run_id) VALUES ($1, $2::uuid) "
        "ON CONFLICT (name) DO UPDATE SET run_id = excluded.run_id, set_at = now()",
        name, uuid);
  });
}

std::vector<Baseline> ResultsStore::baselines() {
  return connection_->query([&](Transaction& work) {
    std::vector<Baseline> all;
    for (const auto& row :
         work.exec("SELECT " + kSummaryColumns +
                   ", b.name FROM orbbench.baselines b JOIN orbbench.runs r USING (run_id) "
                   "ORDER BY b.name")) {
      all.push_back(baseline_of(row));
    }
    return all;
  });
}

std::optional<Baseline> ResultsStore::baseline(const std::string& name) {
  return connection_->query([&](Transaction& work) {
    const auto found = work.exec_params(
        "SELECT " + kSummaryColumns +
            ", b.name FROM orbbench.baselines b JOIN orbbench.runs r USING (run_id) "
            "WHERE b.name = $1",
        name);
    return found.empty() ? std::nullopt : std::optional(baseline_of(found[0]));
  });
}

std::size_t ResultsStore::retain(std::size_t runs_of_each_kind) {
  const auto kept = static_cast<std::int64_t>(std::min<std::size_t>(runs_of_each_kind, INT64_MAX));
  return connection_->query([&](Transaction& work) {
    return work.exec_params1(kRetainQuery, kept)[0].as<std::size_t>();
  });
}

}  // namespace orbbench::store
