#include "interop_result.hpp"

#include <chrono>
#include <map>

#include "interop/report/matrix_reports.hpp"

namespace orbbench::bench {
namespace {

using interop::CaseResult;
using interop::Matrix;
using interop::MatrixPeer;
using interop::Outcome;

/// Of one peer, or of all where the name is empty.
CheckResult counts_of(const Matrix& matrix, const std::string& peer) {
  const auto count = [&](Outcome outcome) {
    return static_cast<double>(matrix.count(outcome, peer));
  };
  CheckResult result;
  result.name = peer.empty() ? "interop" : "interop." + peer;
  result.summary = counts_line(matrix, peer);
  result.figures = {{"cases_pass", count(Outcome::Pass)},
                    {"cases_fail", count(Outcome::Fail)},
                    {"cases_unsupported", count(Outcome::Unsupported)},
                    {"cases_skipped", count(Outcome::Skipped)}};
  if (count(Outcome::Fail) > 0) {
    result.verdict = Verdict::Fail;
  } else if (count(Outcome::Pass) > 0) {
    result.verdict = Verdict::Pass;
  }
  return result;
}

void add_failures(const Matrix& matrix, const std::string& peer, CheckResult& result) {
  for (const CaseResult& one : matrix.results) {
    if (one.peer == peer && one.outcome == Outcome::Fail) {
      result.evidence.push_back(one.id + ": " + one.detail);
    }
  }
}

Table table_of(const Matrix& matrix) {
  Table table{"matrix", {"case", "interface"}, {}};
  std::map<std::string, std::size_t> columns;
  for (const MatrixPeer& peer : matrix.peers) {
    columns[peer.name] = table.columns.size();
    table.columns.push_back(peer.name);
  }
  std::map<std::string, std::size_t> rows;
  for (const CaseResult& one : matrix.results) {
    const auto [row, is_new] = rows.try_emplace(one.id, table.rows.size());
    if (is_new) {
      table.rows.emplace_back(table.columns.size());
      table.rows.back()[0] = one.id;
      table.rows.back()[1] = one.interface;
    }
    table.rows[row->second][columns.at(one.peer)] = to_string(one.outcome);
  }
  return table;
}

}  // namespace

RunResult run_of(const Matrix& matrix, bool interrupted) {
  RunResult run;
  run.started_at = matrix.started_at;
  CheckResult all = counts_of(matrix, {});
  all.tables.push_back(table_of(matrix));
  run.checks.push_back(all);
  for (const MatrixPeer& peer : matrix.peers) {
    run.core += (run.core.empty() ? "" : ", ") + peer.name + " (" + peer.interfaces + ")";
    run.checks.push_back(counts_of(matrix, peer.name));
    add_failures(matrix, peer.name, run.checks.back());
  }
  for (CheckResult& check : run.checks) {
    if (interrupted) {
      check.verdict = Verdict::Invalid;
      check.summary = "interrupted; " + check.summary;
    }
  }
  for (const CaseResult& one : matrix.results) {
    run.duration_seconds += std::chrono::duration<double>(one.elapsed).count();
  }
  return run;
}

}  // namespace orbbench::bench
