#include "floor_reporter.hpp"

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

#include "micro/comparison/benchmark_file.hpp"

namespace orbbench::bench {
namespace {

using Run = benchmark::BenchmarkReporter::Run;

constexpr std::string_view kStatic = "/static";
constexpr std::string_view kDynamic = "/dynamic";

double counter(const Run& run, const char* name) {
  const auto found = run.counters.find(name);
  return found == run.counters.end() ? 0 : found->second.value;
}

double nanoseconds(const Run& run) {
  if (const double median = counter(run, micro::kMedianCounter); median > 0) {
    return median;
  }
  const double all =
      run.run_name.time_type == "real_time" ? run.real_accumulated_time : run.cpu_accumulated_time;
  return all / static_cast<double>(run.iterations) * 1e9;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// The repetitions of one benchmark.
struct Repetitions {
  std::vector<double> times_ns;
  std::vector<double> floors_ns;
  std::vector<double> rates;  ///< octets a second

  explicit Repetitions(const std::vector<Run>& runs) {
    for (const Run& run : runs) {
      if (run.run_type == Run::RT_Iteration && !run.error_occurred && run.iterations > 0) {
        times_ns.push_back(nanoseconds(run));
        floors_ns.push_back(counter(run, micro::kFloorCounter));
        rates.push_back(counter(run, "bytes_per_second"));
      }
    }
  }
};

template <typename... Values>
std::string formatted(const char* form, Values... values) {
  char text[256];
  std::snprintf(text, sizeof text, form, values...);
  return text;
}

std::string line_of(const std::string& name, const Repetitions& repetitions) {
  const auto [least, most] =
      std::minmax_element(repetitions.times_ns.begin(), repetitions.times_ns.end());
  const double time = median(repetitions.times_ns);
  const double floor = median(repetitions.floors_ns);
  std::string line = formatted("%-42s %12.1f %12.1f %12.1f %12.1f %9.2f", name.c_str(), time,
                               *least, *most, floor, time / floor);
  if (const double rate = median(repetitions.rates); rate > 0) {
    line += formatted("   %.3g GB/s", rate / 1e9);
  }
  return line + "\n";
}

}  // namespace

bool FloorReporter::ReportContext(const Context& context) {
  PrintBasicContext(&GetErrorStream(), context);
  return true;
}

void FloorReporter::ReportRuns(const std::vector<Run>& runs) {
  std::string& line = lines_[{runs.front().family_index, runs.front().per_family_instance_index}];
  const std::string name = micro::plain_name(runs.front().run_name.str());
  for (const Run& run : runs) {
    if (run.error_occurred) {
      failed_ = true;
      line = formatted("%-42s ERROR: %.160s\n", name.c_str(), run.error_message.c_str());
    }
  }
  const Repetitions repetitions(runs);
  if (!repetitions.times_ns.empty()) {
    medians_ns_[name] = median(repetitions.times_ns);
    line += line_of(name, repetitions);
  }
}

void FloorReporter::Finalize() {
  std::printf("%-42s %12s %12s %12s %12s %9s\n", "an operation, nanoseconds", "median", "least",
              "most", "floor", "/ floor");
  for (const auto& [place, line] : lines_) {
    std::fputs(line.c_str(), stdout);
  }
  print_overheads();
}

void FloorReporter::print_overheads() const {
  bool is_first = true;
  for (const auto& [name, time] : medians_ns_) {
    const std::size_t at = name.find(kStatic);
    if (at == std::string::npos) {
      continue;
    }
    std::string other = name;
    other.replace(at, kStatic.size(), kDynamic);
    if (const auto found = medians_ns_.find(other); found != medians_ns_.end()) {
      other.erase(at, kDynamic.size());
      if (std::exchange(is_first, false)) {
        std::printf("\n%-32s %12s %12s %10s\n", "one call, microseconds", "static", "dynamic",
                    "added");
      }
      std::printf("%-32s %12.1f %12.1f %9.0f%%\n", other.c_str(), time / 1e3, found->second / 1e3,
                  100 * (found->second / time - 1));
    }
  }
}

}  // namespace orbbench::bench
