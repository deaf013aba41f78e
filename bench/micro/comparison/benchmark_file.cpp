#include "micro/comparison/benchmark_file.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>

namespace orbbench::micro {
namespace {

using nlohmann::json;

constexpr std::uintmax_t kMostOctets = std::uintmax_t{64} << 20;
constexpr std::string_view kRealTime = "/real_time";
constexpr std::string_view kManualTime = "/manual_time";

double nanoseconds_in(const std::string& unit) {
  static const std::map<std::string, double> units{{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
  const auto found = units.find(unit);
  if (found == units.end()) {
    throw BenchmarkFileError("has a time in '" + unit + "', which is no unit");
  }
  return found->second;
}

double positive(const json& entry, const char* key) {
  const double value = entry.at(key).get<double>();
  if (!std::isfinite(value) || value <= 0) {
    throw BenchmarkFileError("says that " + entry.at("name").get<std::string>() + " took " +
                             entry.at(key).dump());
  }
  return value;
}

double time_of(const json& entry) {
  if (entry.contains(kMedianCounter)) {
    return positive(entry, kMedianCounter);
  }
  const std::string name = entry.at("run_name").get<std::string>();
  const bool is_real =
      name.find(kRealTime) != std::string::npos || name.find(kManualTime) != std::string::npos;
  return positive(entry, is_real ? "real_time" : "cpu_time") *
         nanoseconds_in(entry.at("time_unit").get<std::string>());
}

void add_repetition(BenchmarkRun& run, const json& entry) {
  BenchmarkTimes& times = run.benchmarks[plain_name(entry.at("run_name").get<std::string>())];
  if (entry.value("error_occurred", false)) {
    times.error = entry.value("error_message", "failed");
    return;
  }
  const double time = time_of(entry);
  times.nanoseconds.push_back(time);
  if (entry.contains(kFloorCounter)) {
    times.over_floor.push_back(time / positive(entry, kFloorCounter));
  }
  if (entry.contains(kOtherWorkCounter)) {
    run.other_work.push_back(entry.at(kOtherWorkCounter).get<double>());
  }
}

void read_context(BenchmarkRun& run, const json& context) {
  for (const auto& [key, value] : context.items()) {
    if (key.starts_with(kFingerprintMark)) {
      run.fingerprint[key.substr(kFingerprintMark.size())] = value.get<std::string>();
    }
  }
  run.fingerprint["processors"] = context.at("num_cpus").dump();
  run.fingerprint["benchmark library"] = context.value("library_build_type", "unknown");
}

// Half of a file's benchmarks with floors and half without would be compared by different figures.
void require_floors_of_all_or_none(const BenchmarkRun& run) {
  for (const auto& [name, times] : run.benchmarks) {
    if (!times.over_floor.empty() && times.over_floor.size() != times.nanoseconds.size()) {
      throw BenchmarkFileError("has a floor beside some repetitions of " + name +
                               " and none beside others");
    }
  }
}

BenchmarkRun parse(std::string_view text) {
  const json document = json::parse(text);
  BenchmarkRun run;
  read_context(run, document.at("context"));
  for (const json& entry : document.at("benchmarks")) {
    if (entry.at("run_type") == "iteration") {
      add_repetition(run, entry);
    }
  }
  if (run.benchmarks.empty()) {
    throw BenchmarkFileError(
        "holds no repetition (--benchmark_report_aggregates_only leaves them out)");
  }
  require_floors_of_all_or_none(run);
  return run;
}

}  // namespace

std::string plain_name(const std::string& run_name) {
  static const std::regex ways(
      "/(real_time|manual_time|process_time|(iterations|min_time|min_warmup_time|repeats):[^/"
      "]*)(?=/|$)");
  return std::regex_replace(run_name, ways, "");
}

BenchmarkRun parse_benchmarks(std::string_view json, const std::string& name) try {
  return parse(json);
} catch (const BenchmarkFileError& error) {
  throw BenchmarkFileError(name + " " + error.what());
} catch (const nlohmann::json::exception&) {
  throw BenchmarkFileError(name + " is no result of a benchmark (--benchmark_out_format=json)");
}

BenchmarkRun read_benchmarks(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (!stream || error) {
    throw BenchmarkFileError("cannot read " + file.string());
  }
  if (size > kMostOctets) {
    throw BenchmarkFileError(file.string() + " is larger than 64 MiB");
  }
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  return parse_benchmarks(text, file.string());
}

void pool(BenchmarkRun& all, BenchmarkRun more) {
  if (all.benchmarks.empty()) {
    all = std::move(more);
    return;
  }
  if (all.fingerprint != more.fingerprint) {
    throw BenchmarkFileError("the runs of one program are of different machines or builds");
  }
  all.other_work.insert(all.other_work.end(), more.other_work.begin(), more.other_work.end());
  for (auto& [name, times] : more.benchmarks) {
    BenchmarkTimes& pooled = all.benchmarks[name];
    pooled.nanoseconds.insert(pooled.nanoseconds.end(), times.nanoseconds.begin(),
                              times.nanoseconds.end());
    pooled.over_floor.insert(pooled.over_floor.end(), times.over_floor.begin(),
                             times.over_floor.end());
    if (pooled.error.empty()) {
      pooled.error = times.error;
    }
  }
}

}  // namespace orbbench::micro
