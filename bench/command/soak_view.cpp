#include "soak_view.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kBetweenPlainLines{10};

std::string clock_text(std::chrono::nanoseconds left) {
  const auto seconds =
      std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
  char text[32];
  std::snprintf(text, sizeof text, "%d:%02d:%02d", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return text;
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

}  // namespace

std::string soak_line(const SoakRecord& record, std::chrono::nanoseconds left) {
  std::string line = clock_text(left) + " left";
  if (record.intervals().empty()) {
    return line;
  }
  const IntervalSummary& last = record.intervals().back();
  char text[96];
  std::snprintf(text, sizeof text, "  %.0f/s  p50 %.0f us  p99 %.0f us  %llu errors",
                static_cast<double>(last.calls) / seconds(last.length), 1e6 * seconds(last.p50),
                1e6 * seconds(last.p99),
                static_cast<unsigned long long>(record.outcomes().errors()));
  line += text;
  if (last.core) {
    std::snprintf(text, sizeof text, "  %.1f MiB", last.core->resident_octets / (1024 * 1024));
    line += text;
  }
  return line;
}

SoakView::SoakView(Progress& progress)
    : progress_(progress), on_terminal_(isatty(STDERR_FILENO) == 1) {}

void SoakView::show(const SoakRecord& record, std::chrono::nanoseconds left) {
  const Clock::time_point now = Clock::now();
  const bool is_new = record.intervals().size() != shown_intervals_;
  if (on_terminal_ || (is_new && now - last_line_ >= kBetweenPlainLines)) {
    progress_.show(soak_line(record, left));
    shown_intervals_ = record.intervals().size();
    last_line_ = now;
  }
}

}  // namespace orbbench::bench
