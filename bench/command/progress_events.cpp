#include "progress_events.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

namespace orbbench::bench {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostDetails = 500;

double seconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

double microseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

/// As the exit codes are defined; empty for one that is no verdict.
std::string verdict_of(int code) {
  for (const Verdict verdict :
       {Verdict::Pass, Verdict::Inconclusive, Verdict::Invalid, Verdict::Fail}) {
    if (exit_code(verdict) == code) {
      return to_string(verdict);
    }
  }
  return {};
}

/// "place ORB buffer, heap; copies 2; octets 64"
std::string row_text(const Table& table, const std::vector<std::string>& row) {
  std::string text;
  for (std::size_t i = 0; i < row.size() && i < table.columns.size(); ++i) {
    text += (i == 0 ? "" : "; ") + table.columns[i] + " " + row[i];
  }
  return text;
}

/// The evidence, and where a secret was seen.
std::vector<std::string> details_of(const CheckResult& result) {
  std::vector<std::string> details = result.evidence;
  for (const Table& table : result.tables) {
    if (table.name != "exposure") {
      continue;
    }
    for (const auto& row : table.rows) {
      details.push_back(row_text(table, row));
    }
  }
  if (details.size() > kMostDetails) {
    const std::size_t more = details.size() - kMostDetails;
    details.resize(kMostDetails);
    details.push_back("and " + std::to_string(more) + " more");
  }
  return details;
}

}  // namespace

void ProgressEvents::started(const std::string& kind, const std::vector<std::string>& checks) {
  write({{"event", "started"}, {"kind", kind}, {"checks", checks}});
}

void ProgressEvents::progress(const std::string& text) {
  write({{"event", "progress"}, {"text", text}});
}

void ProgressEvents::check(const CheckResult& result) {
  if (!wanted_) {
    return;
  }
  ordered_json figures = ordered_json::object();
  for (const Figure& figure : result.figures) {
    if (std::isfinite(figure.value)) {  // JSON has no other numbers
      figures[figure.name] = figure.value;
    }
  }
  write({{"event", "check"},
         {"check", result.name},
         {"verdict", to_string(result.verdict)},
         {"summary", result.summary},
         {"figures", figures},
         {"details", details_of(result)}});
}

void ProgressEvents::interval(const ProgressInterval& interval) {
  const auto quantile = [&](double share) {
    return microseconds_of(interval.latencies.quantile(share));
  };
  write({{"event", "interval"},
         {"series", interval.series},
         {"seconds", seconds_of(interval.length)},
         {"calls", interval.calls},
         {"errors", interval.errors},
         {"p50_us", quantile(0.5)},
         {"p90_us", quantile(0.9)},
         {"p99_us", quantile(0.99)},
         {"p999_us", quantile(0.999)},
         {"max_us", microseconds_of(interval.latencies.max())},
         {"left_seconds", std::max(0.0, seconds_of(interval.left))}});
}

void ProgressEvents::error(const std::string& text) {
  write({{"event", "error"}, {"text", text}});
}

void ProgressEvents::kept(const std::string& run) {
  const std::lock_guard lock(mutex_);
  run_ = run;
}

void ProgressEvents::ended(int exit_code) {
  std::string run;
  {
    const std::lock_guard lock(mutex_);
    run = run_;
  }
  write({{"event", "ended"},
         {"verdict", verdict_of(exit_code)},
         {"exit_code", exit_code},
         {"run", run}});
}

/// What a core says of itself may not be UTF-8.
void ProgressEvents::write(const ordered_json& event) {
  if (!wanted_) {
    return;
  }
  const std::string line =
      event.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  const std::lock_guard lock(mutex_);
  output_ << line << std::flush;
}

ProgressEvents& progress_events() {
  static ProgressEvents events(std::cerr);
  return events;
}

void add_progress_option(CLI::App& command) {
  command
      .add_option_function<std::string>(
          "--progress",
          [](const std::string& form) {
            if (form == "json") {
              progress_events().turn_on();
            }
          },
          "How progress is told on standard error: text, or json for a program that reads it")
      ->check(CLI::IsMember({"text", "json"}))
      ->default_str("text");
}

}  // namespace orbbench::bench
