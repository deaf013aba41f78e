#include "checks/ratio_table.hpp"

#include "report/reports.hpp"

namespace orbbench::bench {

Verdict verdict_of(metrics::NonInferiority decision) {
  switch (decision) {
    case metrics::NonInferiority::Shown:
      return Verdict::Pass;
    case metrics::NonInferiority::Refuted:
      return Verdict::Fail;
    case metrics::NonInferiority::Undecided:
      return Verdict::Inconclusive;
    case metrics::NonInferiority::NotMeasured:
      break;
  }
  return Verdict::Invalid;
}

Table ratio_table(const std::vector<RatioRow>& rows) {
  Table table{"ratios",
              {"figure", "baseline", "candidate", "ratio", "low", "high", "limit", "verdict"},
              {}};
  for (const RatioRow& row : rows) {
    table.rows.push_back({row.figure, number_text(row.baseline), number_text(row.candidate),
                          number_text(row.ratio), number_text(row.low), number_text(row.high),
                          number_text(row.limit), to_string(row.verdict)});
  }
  return table;
}

}  // namespace orbbench::bench
