#include "soak/interval_form.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/store/store_error.hpp"

namespace orbbench::bench {
namespace {

using store::StoredRun;
using Rows = std::vector<std::vector<std::string>>;

struct NamedClock {
  const char* name;
  SparseHistogram SeriesInterval::*clock;
};

constexpr std::array<NamedClock, 3> kClocks{{{"latency", &SeriesInterval::from_intended},
                                             {"from_sent", &SeriesInterval::from_sent},
                                             {"lateness", &SeriesInterval::lateness}}};

constexpr const char* kInFaults = "in_faults";
constexpr const char* kFloor = "floor";

const char* verdict_of(const SoakInterval& interval) {
  if (interval.calls.outcomes.errors() > 0 ||
      (interval.core && !interval.core->imbalances.empty())) {
    return "fail";
  }
  return interval.core ? "pass" : "inconclusive";
}

void add_core(const CoreSample& core, StoredRun& run) {
  const auto add = [&run](const char* name, const char* unit, double value) {
    run.figures.push_back({"", name, unit, value});
  };
  add("calls_until_sample", "", static_cast<double>(core.calls));
  add("resident_octets", "octets", core.resident_octets);
  if (core.anonymous_octets) {
    add("anonymous_octets", "octets", *core.anonymous_octets);
  }
  if (core.heap_octets) {
    add("heap_octets", "octets", *core.heap_octets);
  }
  if (core.connections) {
    add("connections", "", *core.connections);
  }
  add("descriptors", "", core.descriptors);
  add("threads", "", core.threads);
  add("process_start_seconds", "seconds", core.process_start_time);
  if (core.has_ledger) {
    store::StoredTable live{"", "live_objects", {"site", "live_objects"}, {}};
    for (const auto& [site, count] : core.live_objects) {
      live.rows.push_back({site, std::to_string(count)});
    }
    run.tables.push_back(std::move(live));
  }
  store::StoredTable broken{"", "broken_rules", {"site", "rule", "figures"}, {}};
  for (const metrics::Imbalance& imbalance : core.imbalances) {
    broken.rows.push_back({imbalance.site, imbalance.rule, imbalance.figures});
  }
  run.tables.push_back(std::move(broken));
}

void add_faults(const SoakInterval& interval, StoredRun& run) {
  run.figures.push_back({"", "core_was_killed", "", interval.core_was_killed ? 1.0 : 0.0});
  for (const Outcome outcome : kOutcomes) {
    run.figures.push_back({"", std::string("calls_in_faults_") + to_string(outcome), "",
                           static_cast<double>(interval.calls.in_faults[outcome])});
  }
  run.histograms.push_back(
      {kInFaults, metrics::encode_hdr(interval.calls.in_faults_from_intended.expand())});
  store::StoredTable faults{"", "faults", {"fault", "effects", "problem"}, {}};
  for (const FaultReport& report : interval.faults) {
    faults.rows.push_back(
        {std::to_string(report.fault), std::to_string(report.effects), report.problem});
  }
  run.tables.push_back(std::move(faults));
}

[[noreturn]] void refuse(const StoredRun& run, const std::string& what) {
  throw store::RunFormatError("run " + run.uuid + " is no interval of a soak: " + what);
}

std::optional<double> figure_of(const StoredRun& run, const std::string& name) {
  const auto found = std::ranges::find(run.figures, name, &store::StoredFigure::name);
  return found == run.figures.end() ? std::nullopt : std::optional(found->value);
}

double required(const StoredRun& run, const std::string& name) {
  const auto value = figure_of(run, name);
  if (!value) {
    refuse(run, name + " is missing");
  }
  return *value;
}

std::uint64_t count_of(const StoredRun& run, const std::string& name) {
  const double value = required(run, name);
  if (!(value >= 0 && value < 0x1p53)) {
    refuse(run, name + " is no count");
  }
  return static_cast<std::uint64_t>(value);
}

const Rows* rows_of(const StoredRun& run, const std::string& name, std::size_t columns) {
  const auto found = std::ranges::find(run.tables, name, &store::StoredTable::name);
  if (found == run.tables.end()) {
    return nullptr;
  }
  if (found->columns.size() != columns) {
    refuse(run, name + " has other columns");
  }
  return &found->rows;
}

std::int64_t number_in(const StoredRun& run, const std::string& text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, value) != std::from_chars_result{end, std::errc()}) {
    refuse(run, "\"" + text.substr(0, 40) + "\" is no number");
  }
  return value;
}

std::optional<SparseHistogram> find_histogram(const StoredRun& run, const std::string& name) try {
  const auto found = std::ranges::find(run.histograms, name, &store::StoredHistogram::name);
  return found == run.histograms.end()
             ? std::nullopt
             : std::optional(SparseHistogram(metrics::decode_hdr(found->octets)));
} catch (const metrics::HdrError& error) {
  refuse(run, error.what());
}

SparseHistogram histogram_of(const StoredRun& run, const std::string& name) {
  auto found = find_histogram(run, name);
  if (!found) {
    refuse(run, name + " is missing");
  }
  return *std::move(found);
}

std::optional<CoreSample> read_core(const StoredRun& run) {
  if (!figure_of(run, "resident_octets")) {
    return std::nullopt;
  }
  CoreSample core;
  core.calls = count_of(run, "calls_until_sample");
  core.resident_octets = required(run, "resident_octets");
  core.anonymous_octets = figure_of(run, "anonymous_octets");
  core.heap_octets = figure_of(run, "heap_octets");
  core.connections = figure_of(run, "connections");
  core.descriptors = required(run, "descriptors");
  core.threads = required(run, "threads");
  core.process_start_time = required(run, "process_start_seconds");
  if (const Rows* live = rows_of(run, "live_objects", 2)) {
    core.has_ledger = true;
    for (const auto& row : *live) {
      core.live_objects[row[0]] = number_in(run, row[1]);
    }
  }
  if (const Rows* broken = rows_of(run, "broken_rules", 3)) {
    for (const auto& row : *broken) {
      core.imbalances.push_back({row[0], row[1], row[2]});
    }
  }
  return core;
}

void read_faults(const StoredRun& run, SoakInterval& interval) {
  const Rows* faults = rows_of(run, "faults", 3);
  if (faults == nullptr) {
    return;
  }
  for (const auto& row : *faults) {
    interval.faults.push_back({static_cast<std::size_t>(number_in(run, row[0])),
                               static_cast<std::uint64_t>(number_in(run, row[1])), row[2]});
  }
  interval.core_was_killed = count_of(run, "core_was_killed") != 0;
  for (const Outcome outcome : kOutcomes) {
    interval.calls.in_faults[outcome] =
        count_of(run, std::string("calls_in_faults_") + to_string(outcome));
  }
  interval.calls.in_faults_from_intended = histogram_of(run, kInFaults);
}

}  // namespace

std::string id_within(const std::string& soak, const std::string& part) {
  if (sodium_init() < 0) {
    throw std::runtime_error("libsodium cannot be used");
  }
  std::array<std::uint8_t, 16> octets{};
  const std::string text = "orbbench soak " + soak + " " + part;
  crypto_generichash(octets.data(), octets.size(),
                     reinterpret_cast<const std::uint8_t*>(text.data()),  // sodium's own type
                     text.size(), nullptr, 0);
  octets[6] = static_cast<std::uint8_t>((octets[6] & 0x0fU) | 0x80U);  // RFC 9562, 5.8
  octets[8] = static_cast<std::uint8_t>((octets[8] & 0x3fU) | 0x80U);
  constexpr const char* kDigits = "0123456789abcdef";
  std::string id;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      id += '-';
    }
    id += kDigits[octets[i] >> 4U];
    id += kDigits[octets[i] & 0x0fU];
  }
  return id;
}

std::string interval_id(const std::string& soak, std::size_t index) {
  return id_within(soak, "interval " + std::to_string(index));
}

StoredRun stored_form(const SoakInterval& interval, const std::string& soak) {
  StoredRun run;
  run.uuid = interval_id(soak, interval.index);
  run.kind = kIntervalKind;
  run.started = interval.started;
  run.verdict = verdict_of(interval);
  run.fingerprint = {{"soak", soak}};
  run.figures = {
      {"", "interval", "", static_cast<double>(interval.index)},
      {"", "part", "", static_cast<double>(interval.part)},
      {"", "length_ns", "ns", static_cast<double>(interval.length.count())},
  };
  for (const Outcome outcome : kOutcomes) {
    run.figures.push_back({"", std::string("calls_") + to_string(outcome), "",
                           static_cast<double>(interval.calls.outcomes[outcome])});
  }
  for (const auto& [name, clock] : kClocks) {
    run.histograms.push_back({name, metrics::encode_hdr((interval.calls.times.*clock).expand())});
  }
  if (!interval.floor.counts().empty()) {
    run.histograms.push_back({kFloor, metrics::encode_hdr(interval.floor.expand())});
  }
  run.tables.push_back(
      {"",
       "errors",
       {"what", "text"},
       {{"first_error", interval.calls.first_error}, {"sample_error", interval.sample_error}}});
  if (!interval.faults.empty()) {
    add_faults(interval, run);
  }
  if (interval.core) {
    add_core(*interval.core, run);
  }
  return run;
}

SoakInterval read_interval(const StoredRun& run) {
  if (run.kind != kIntervalKind) {
    refuse(run, "its kind is " + run.kind);
  }
  SoakInterval interval;
  interval.index = count_of(run, "interval");
  interval.part = count_of(run, "part");
  interval.started = run.started;
  interval.length = std::chrono::nanoseconds(count_of(run, "length_ns"));
  for (const Outcome outcome : kOutcomes) {
    interval.calls.outcomes[outcome] = count_of(run, std::string("calls_") + to_string(outcome));
  }
  for (const auto& [name, clock] : kClocks) {
    interval.calls.times.*clock = histogram_of(run, name);
  }
  interval.floor = find_histogram(run, kFloor).value_or(SparseHistogram());
  if (const Rows* errors = rows_of(run, "errors", 2); errors != nullptr && errors->size() == 2) {
    interval.calls.first_error = (*errors)[0][1];
    interval.sample_error = (*errors)[1][1];
  }
  read_faults(run, interval);
  interval.core = read_core(run);
  return interval;
}

}  // namespace orbbench::bench
