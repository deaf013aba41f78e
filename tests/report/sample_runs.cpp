#include "sample_runs.hpp"

#include <cmath>
#include <random>
#include <string>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::tests {
namespace {

using metrics::LatencyHistogram;
using store::StoredRun;

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

StoredRun new_run(const std::string& kind, const std::string& verdict, int minute) {
  StoredRun run;
  run.uuid = "00000000-0000-4000-8000-0000000000" + std::to_string(10 + minute);
  run.kind = kind;
  run.started = store::parse_instant("2026-11-21T18:20:05Z") + std::chrono::minutes(minute);
  run.verdict = verdict;
  run.commit = "53c5c09";
  run.fingerprint = {
      {"processor", "AMD EPYC 7B13"},       {"processors", "2"},
      {"kernel", "6.1.0-27-amd64 x86_64"},  {"system", "Debian GNU/Linux 12 (bookworm)"},
      {"package libomniorb4-2", "4.2.5-1"}, {"core", "127.0.0.1:41237"}};
  return run;
}

/// Calls of a core: most about `median`, a few much slower.
class MadeCalls {
 public:
  MadeCalls(double median_us, std::uint64_t seed) : median_us_(median_us), random_(seed) {}

  std::chrono::nanoseconds next() {
    const bool slow = uniform_(random_) < 0.02;
    const double us =
        median_us_ * std::exp(0.18 * normal_(random_)) * (slow ? 2 + 4 * uniform_(random_) : 1.0);
    return std::chrono::nanoseconds(static_cast<std::int64_t>(us * 1e3));
  }

 private:
  double median_us_;
  std::mt19937_64 random_;
  std::normal_distribution<double> normal_;
  std::uniform_real_distribution<double> uniform_;
};

void add_figures(const std::string& check, const std::string& name,
                 const LatencyHistogram& histogram, StoredRun& run) {
  const std::pair<const char*, double> quantiles[] = {
      {"p50", 0.5}, {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}};
  for (const auto& [quantile, share] : quantiles) {
    run.figures.push_back(
        {check, name + "_us_" + quantile, "us", microseconds(histogram.quantile(share))});
  }
  run.figures.push_back({check, name + "_us_max", "us", microseconds(histogram.max())});
}

void add_histogram(const std::string& check, const std::string& name,
                   const LatencyHistogram& histogram, StoredRun& run) {
  run.histograms.push_back({check + "/" + name, metrics::encode_hdr(histogram)});
}

struct MadeLoad {
  std::string check;
  double median_us = 120;
  std::size_t intervals = 30;
  std::size_t calls_each = 500;
  bool stall = false;
};

/// A stall of 40 ms in the middle is charged to all calls that were due meanwhile.
std::chrono::nanoseconds stalled(const MadeLoad& load, std::size_t interval, std::size_t call) {
  const std::size_t late = load.calls_each / 25;
  const bool hit = load.stall && interval == load.intervals / 2 && call < late;
  return hit ? std::chrono::nanoseconds(40'000'000 * (late - call) / late)
             : std::chrono::nanoseconds(0);
}

void add_series(const MadeLoad& load, const std::string& name, MadeCalls calls, bool with_stall,
                StoredRun& run) {
  LatencyHistogram whole;
  for (std::size_t i = 0; i < load.intervals; ++i) {
    LatencyHistogram one;
    for (std::size_t call = 0; call < load.calls_each; ++call) {
      const auto extra = with_stall ? stalled(load, i, call) : std::chrono::nanoseconds(0);
      one.record(calls.next() + extra);
    }
    whole.merge(one);
    if (name == "latency" || name == "floor") {
      add_histogram(load.check, name + "/" + std::to_string(i), one, run);
    }
  }
  add_histogram(load.check, name, whole, run);
  add_figures(load.check, name, whole, run);
}

void add_load(const MadeLoad& load, StoredRun& run) {
  add_series(load, "latency", {load.median_us, 1}, true, run);
  add_series(load, "from_sent", {load.median_us, 1}, false, run);
  add_series(load, "lateness", {1.5, 2}, false, run);
  add_series(load, "floor", {24, 3}, false, run);
  const auto calls = static_cast<double>(load.intervals * load.calls_each);
  run.figures.push_back({load.check, "interval_seconds", "seconds", 1});
  run.figures.push_back({load.check, "calls", "", calls});
  run.figures.push_back({load.check, "errors", "", 0});
  run.figures.push_back(
      {load.check, "offered_calls_per_second", "", static_cast<double>(load.calls_each)});
  run.figures.push_back({load.check, "achieved_calls_per_second", "",
                         static_cast<double>(load.calls_each) * 0.9998734561});
}

store::StoredTable ratios(const std::string& check) {
  return {check,
          "ratios",
          {"figure", "baseline", "candidate", "ratio", "low", "high", "limit", "verdict"},
          {{"p50", "118.271", "119.807", "1.0129871143391028", "1.004", "1.0215", "1.05", "pass"},
           {"p95", "168.063", "190.975", "1.1363298", "1.05", "1.26", "1.2", "inconclusive"},
           {"p99", "402.943", "561.151", "1.3926312", "1.29", "1.51", "1.25", "fail"}}};
}

store::StoredTable ledger() {
  store::StoredTable table{"ledger.coverage",
                           "ledger",
                           {"site", "priority", "allocations", "deallocations", "zeroisations",
                            "zeroised_octets", "live_objects"},
                           {}};
  const char* priorities[] = {"critical", "high", "medium", "low"};
  for (int site = 0; site < 73; ++site) {
    const char* priority = priorities[site % 4];
    const int freed = 3 + (site * 37) % 61;
    const int wiped = site == 12 ? freed - 2 : (site % 4 < 2 ? freed : 0);
    table.rows.push_back({"Giop_Session.Release_Buffer_" + std::to_string(site), priority,
                          std::to_string(freed), std::to_string(freed), std::to_string(wiped),
                          std::to_string(wiped * 64), "0"});
  }
  return table;
}

store::StoredTable exposure() {
  return {"witness.exposure",
          "exposure",
          {"path", "after_ms", "place", "copies", "octets", "example"},
          {{"a call that is answered", "held", "heap block", "1", "32", "raw, 0x7f3c10 in [heap]"},
           {"a call that is answered", "0", "ORB buffer, heap block", "1", "32",
            "raw, 0x7f3d20 in [heap]"},
           {"a call that is answered", "1000", "stack", "1", "8", "fragment, 0x7ffe10"}}};
}

}  // namespace

StoredRun sample_validation() {
  StoredRun run = new_run("validate", "fail", 0);
  run.checks = {
      {"core.reachable", "pass", "answers within 2 ms", {}},
      {"ledger.coverage",
       "fail",
       "not what the scenario must do to the ledger",
       {"Giop_Session.Release_Buffer_12: zeroisations moved by 22, expected 24"}},
      {"witness.object", "inconclusive", "the core's memory cannot be read: \"<ptrace>\" & co", {}},
      {"witness.exposure", "pass", "nothing is left 1000 ms after a release", {}},
      {"duet.latency",
       "fail",
       "p99 +39.26 % (+29.00 % to +51.00 %; limit +25.00 %)",
       {"p99 is worse than its margin allows"}},
      {"pool.laws", "invalid", "another client was at work", {}}};
  run.figures = {{"witness.exposure", "copies_octets_at_0ms", "octets", 32},
                 {"witness.exposure", "copies_octets_at_10ms", "octets", 32},
                 {"witness.exposure", "copies_octets_at_100ms", "octets", 8},
                 {"witness.exposure", "copies_octets_at_1000ms", "octets", 0},
                 {"", "duration_seconds", "seconds", 41.20931}};
  run.tables = {
      ledger(),
      exposure(),
      ratios("duet.latency"),
      {"", "not_run", {"check", "reason"}, {{"calls.long", "the core cannot be restarted"}}}};
  return run;
}

StoredRun sample_latency(std::size_t intervals) {
  StoredRun run = new_run("latency", "pass", 5);
  run.checks = {{"latency.ping", "pass", "p50 119 us, p99 561 us, limit of p99 50000 us", {}}};
  add_load({.check = "latency.ping", .intervals = intervals, .stall = true}, run);
  run.figures.push_back({"latency.ping", "limit_us_p99", "us", 50000});
  return run;
}

StoredRun sample_curve() {
  StoredRun run = new_run("latency", "fail", 9);
  const double medians[] = {110, 118, 140, 260, 2400};
  double rate = 500;
  for (const double median : medians) {
    const std::string check = "latency.mix@" + std::to_string(static_cast<int>(rate));
    const bool late = median > 1000;
    run.checks.push_back({check,
                          late ? "invalid" : "pass",
                          late ? "the generator was late" : "p50 and p99 as they are",
                          {}});
    add_load({.check = check,
              .median_us = median,
              .intervals = 10,
              .calls_each = static_cast<std::size_t>(rate)},
             run);
    rate *= 2;
  }
  run.checks.push_back({"gate.mix", "fail", "p99 is above its limit", {}});
  run.tables = {ratios("gate.mix")};
  return run;
}

StoredRun sample_interop() {
  StoredRun run = new_run("interop", "pass", 12);
  run.checks = {{"interop.cases", "pass", "all cases but those declared", {}}};
  run.fingerprint["package libomniorb4-2"] = "4.2.5-2";
  store::StoredTable matrix{
      "interop.cases", "matrix", {"case", "interface", "omniORB", "PolyORB"}, {}};
  for (int i = 0; i < 40; ++i) {
    matrix.rows.push_back({"echo." + std::to_string(i), "Echo", "pass",
                           i % 7 == 0 ? "unsupported" : (i == 5 ? "fail" : "pass")});
  }
  run.tables = {matrix};
  return run;
}

std::vector<StoredRun> sample_runs() {
  return {sample_validation(), sample_latency(), sample_curve(), sample_interop()};
}

}  // namespace orbbench::tests
