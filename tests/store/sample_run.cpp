#include "sample_run.hpp"

#include <limits>

namespace orbbench::tests {

store::StoredRun make_run() {
  return make_run(0);
}

store::StoredRun make_run(int minutes) {
  using Limits = std::numeric_limits<double>;
  store::StoredRun run;
  run.uuid = store::make_uuid();
  run.kind = "latency";
  run.started = store::parse_instant("2026-11-21T16:28:00.123456Z") + std::chrono::minutes(minutes);
  run.verdict = "pass";
  run.commit = "28a642f";
  run.fingerprint = {{"processor", "A \"quoted\" one, {with} \\ and '"}, {"kernel", ""}};
  run.checks = {{"latency.slo", "pass", "one\nline, and \xC3\xA9\xE2\x82\xAC", {}},
                {"pool.laws", "inconclusive", "", {"a \"line\", {with} \\", "another"}}};
  run.figures = {{"latency.slo", "latency_us_p99", "us", 0.1 + 0.2},
                 {"latency.slo", "latency_us_p50", "us", 1.0 / 3.0},
                 {"", "least", "", Limits::denorm_min()},
                 {"", "largest", "", -Limits::max()},
                 {"", "none", "", -0.0},
                 {"", "endless", "", Limits::infinity()}};
  std::vector<std::uint8_t> octets;
  octets.reserve(256);
  for (int octet = 0; octet < 256; ++octet) {
    octets.push_back(static_cast<std::uint8_t>(octet));
  }
  run.histograms = {{"calls", octets}, {"floor", {}}};
  run.points = {{"p99 over time", 1, 2.5}, {"p99 over time", 2, 1e300}};
  run.tables = {{"ledger.coverage", "ledger", {"site", "count"}, {{"a, \"b\"", "1"}, {"", "\\"}}},
                {"", "empty", {}, {}}};
  return run;
}

}  // namespace orbbench::tests
