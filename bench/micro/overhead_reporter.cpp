#include "overhead_reporter.hpp"

#include <unistd.h>

#include <cstdio>
#include <string_view>

namespace orbbench::bench {
namespace {

constexpr std::string_view kStatic = "/static";
constexpr std::string_view kDynamic = "/dynamic";

}  // namespace

OverheadReporter::OverheadReporter()
    : ConsoleReporter(isatty(STDOUT_FILENO) != 0 ? OO_ColorTabular : OO_Tabular) {}

void OverheadReporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    failed_ = failed_ || run.error_occurred;
    if (!run.error_occurred && run.iterations > 0) {
      microseconds_[run.benchmark_name()] =
          run.real_accumulated_time / static_cast<double>(run.iterations) * 1e6;
    }
  }
  ConsoleReporter::ReportRuns(runs);
}

void OverheadReporter::Finalize() {
  ConsoleReporter::Finalize();
  std::printf("\n%-32s %12s %12s %10s\n", "one call, microseconds", "static", "dynamic", "added");
  for (const auto& [name, time] : microseconds_) {
    const std::size_t at = name.find(kStatic);
    if (at == std::string::npos) {
      continue;
    }
    std::string other = name;
    other.replace(at, kStatic.size(), kDynamic);
    if (const auto found = microseconds_.find(other); found != microseconds_.end()) {
      other.erase(at, kDynamic.size());
      std::printf("%-32s %12.1f %12.1f %9.0f%%\n", other.c_str(), time, found->second,
                  100 * (found->second / time - 1));
    }
  }
}

}  // namespace orbbench::bench
