#include "soak/soak_text.hpp"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

#include "soak/judgement_text.hpp"

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

constexpr int kBarWidth = 30;
constexpr double kMebi = 1024 * 1024;

[[gnu::format(printf, 1, 2)]] std::string print(const char* format, ...) {
  std::array<char, 128> text{};
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(text.data(), text.size(), format, arguments);
  va_end(arguments);
  return text.data();
}

std::string clock_text(nanoseconds left) {
  const auto seconds =
      std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
  return print("%d:%02d:%02d", static_cast<int>(seconds / 3600),
               static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
}

double rate_of(const IntervalSummary& interval) {
  return interval.length.count() > 0
             ? static_cast<double>(interval.calls) / seconds_of(interval.length)
             : 0;
}

std::string progress_bar(const SoakPlan& plan, nanoseconds left) {
  const double whole = seconds_of(plan.scenario.arrivals.duration);
  const double done = whole > 0 ? std::clamp(1 - seconds_of(left) / whole, 0.0, 1.0) : 1;
  const auto filled = static_cast<std::size_t>(done * kBarWidth);
  return "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '-') + "]" +
         print(" %3d %%  ", static_cast<int>(100 * done)) + clock_text(left) + " left";
}

std::string latencies(const std::string& what, const std::array<nanoseconds, 4>& times) {
  return print("%-14s p50 %8.0f  p95 %8.0f  p99 %8.0f  max %8.0f us", what.c_str(),
               microseconds_of(times[0]), microseconds_of(times[1]), microseconds_of(times[2]),
               microseconds_of(times[3]));
}

std::string errors_line(const SoakRecord& record) {
  std::string line = print("errors %llu of %llu calls",
                           static_cast<unsigned long long>(record.outcomes().errors()),
                           static_cast<unsigned long long>(record.outcomes().calls()));
  if (record.in_faults().calls() > 0) {
    line += print("; in declared faults %llu of %llu",
                  static_cast<unsigned long long>(record.in_faults().errors()),
                  static_cast<unsigned long long>(record.in_faults().calls()));
  }
  return line;
}

std::string core_line(const IntervalSummary& interval) {
  if (!interval.core) {
    return "the core's page cannot be had";
  }
  const CoreSample& core = *interval.core;
  std::string line = print("core %.1f MiB", core.resident_octets / kMebi);
  if (core.heap_octets) {
    line += print(", heap %.1f MiB", *core.heap_octets / kMebi);
  }
  return line + print(", %.0f threads, %.0f descriptors, %.0f objects", core.threads,
                      core.descriptors, live_objects_of(core));
}

}  // namespace

std::string soak_line(const SoakRecord& record, nanoseconds left) {
  std::string line = clock_text(left) + " left";
  if (record.intervals().empty()) {
    return line;
  }
  const IntervalSummary& last = record.intervals().back();
  line += print("  %.0f/s  p50 %.0f us  p99 %.0f us  %llu errors", rate_of(last),
                microseconds_of(last.p50), microseconds_of(last.p99),
                static_cast<unsigned long long>(record.outcomes().errors()));
  if (last.core) {
    line += print("  %.1f MiB", last.core->resident_octets / kMebi);
  }
  return line;
}

std::vector<std::string> soak_screen(const SoakPlan& plan, const SoakRecord& record,
                                     nanoseconds left) {
  std::vector<std::string> lines{progress_bar(plan, left)};
  if (record.intervals().empty()) {
    return lines;
  }
  const IntervalSummary& last = record.intervals().back();
  lines[0] += print("  %.0f/s", rate_of(last));
  const auto all = [&](double share) { return record.from_intended().quantile(share); };
  lines.push_back(latencies("interval " + std::to_string(last.index + 1),
                            {last.p50, last.p95, last.p99, last.max}));
  lines.push_back(latencies("all", {all(0.5), all(0.95), all(0.99), record.from_intended().max()}));
  lines.push_back(errors_line(record));
  lines.push_back(core_line(last));
  return lines;
}

}  // namespace orbbench::bench
