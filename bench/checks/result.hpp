#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::bench {

/// How a check ends. The order is that of severity: a run takes the worst.
enum class Verdict { Pass, Inconclusive, Invalid, Fail };

const char* to_string(Verdict verdict);

/// 0 pass, 1 fail, 2 inconclusive, 3 invalid.
int exit_code(Verdict verdict);

/// One measured number. Its unit is the end of its name: latency_us_p99, lanes_idle.
struct Figure {
  std::string name;
  double value = 0;
};

/// What is no number: the ledger by site, the intervals beside their limits. Each row is as long as
/// `columns`.
struct Table {
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};

/// A histogram in HdrHistogram's V2 compressed form.
struct EncodedHistogram {
  std::string name;
  std::vector<std::uint8_t> octets;
};

/// One rule with its verdict and the figures behind it.
struct CheckResult {
  std::string name;
  Verdict verdict = Verdict::Invalid;
  std::string summary;  ///< one line: why this verdict
  std::vector<Figure> figures;
  std::vector<std::string> evidence = {};  ///< one line each: what was broken, and where
  std::vector<Table> tables = {};
  std::vector<EncodedHistogram> histograms = {};
};

/// A check that was not asked for by name and could not be made here. It has no verdict.
struct NotRun {
  std::string name;
  std::string reason;
};

/// All checks of one invocation.
struct RunResult {
  std::string id = {};     ///< under which it is kept; empty: none is given yet
  std::string core;        ///< how the core was reached
  std::string started_at;  ///< UTC, ISO 8601
  double duration_seconds = 0;
  std::vector<CheckResult> checks;
  std::vector<NotRun> not_run;

  /// The worst of the checks; invalid when there are none.
  Verdict verdict() const;
};

/// Now in UTC, as ISO 8601 to the second.
std::string utc_now();

}  // namespace orbbench::bench
