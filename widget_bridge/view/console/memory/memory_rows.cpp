#include "memory/memory_rows.hpp"

#include <array>
#include <ctime>
#include <string>

namespace orbbench::console {
namespace {

constexpr int kNarrow = 72;
constexpr int kMedium = 112;
constexpr int kName = 160;
constexpr int kWide = 240;
constexpr int kVeryWide = 420;

// What says whether all is well stands where it is seen without scrolling.
std::vector<Column> ledger_columns(const char* name, int width, const char* priority) {
  return {{name, Alignment::Left, width},
          {priority, Alignment::Left, kNarrow},
          {"Balance", Alignment::Left, kMedium},
          {"Allocations", Alignment::Right, kMedium},
          {"Deallocations", Alignment::Right, kMedium},
          {"Zeroisations", Alignment::Right, kMedium},
          {"Octets zeroised", Alignment::Right, kMedium},
          {"Live", Alignment::Right, kNarrow},
          {"+ Allocations", Alignment::Right, kMedium},
          {"+ Deallocations", Alignment::Right, kMedium},
          {"+ Zeroisations", Alignment::Right, kMedium},
          {"+ Live", Alignment::Right, kNarrow}};
}

std::string signed_text(std::int64_t number) {
  return (number > 0 ? "+" : "") + std::to_string(number);
}

Row row_of(const LedgerLine& line) {
  Row row{
      .key = line.name,
      .cells = {line.name, line.priority, line.words, std::to_string(line.now.allocations),
                std::to_string(line.now.deallocations), std::to_string(line.now.zeroizations),
                std::to_string(line.now.zeroized_octets), std::to_string(line.now.live_objects)},
      .mark = line.broken ? Row::Mark::Bad : Row::Mark::None};
  if (line.since) {
    row.cells.push_back(signed_text(line.since->allocations));
    row.cells.push_back(signed_text(line.since->deallocations));
    row.cells.push_back(signed_text(line.since->zeroizations));
    row.cells.push_back(signed_text(line.since->live_objects));
  } else {
    row.cells.insert(row.cells.end(), 4, "");
  }
  return row;
}

std::string seconds_text(double seconds) {
  return to_text(seconds, Unit::Seconds);
}

std::string time_text(std::chrono::system_clock::time_point time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
  return text.data();
}

Row::Mark mark_of(const std::string& verdict) {
  if (verdict == "pass") {
    return Row::Mark::Good;
  }
  return verdict == "fail" ? Row::Mark::Bad : Row::Mark::Warning;
}

}  // namespace

std::vector<Column> site_columns() {
  return ledger_columns("Site", kName, "Priority");
}

std::vector<Column> total_columns() {
  return ledger_columns("Total of", kMedium, "Sites");
}

std::vector<Row> ledger_rows(const std::vector<LedgerLine>& lines) {
  std::vector<Row> rows;
  rows.reserve(lines.size());
  for (const LedgerLine& line : lines) {
    rows.push_back(row_of(line));
  }
  return rows;
}

std::vector<Column> rule_columns() {
  return {{"State", Alignment::Left, kMedium},  {"Site", Alignment::Left, kWide},
          {"Rule", Alignment::Left, kWide},     {"Figures", Alignment::Left, kWide},
          {"First", Alignment::Right, kNarrow}, {"Last", Alignment::Right, kNarrow},
          {"Looks", Alignment::Right, kNarrow}};
}

std::vector<Row> rule_rows(const std::vector<BrokenRule>& broken) {
  std::vector<Row> rows;
  for (const BrokenRule& rule : broken) {
    rows.push_back({.key = rule.what.site + "/" + rule.what.rule,
                    .cells = {rule.now ? "BROKEN" : "holds again",
                              rule.what.site.empty() ? "(totals)" : rule.what.site, rule.what.rule,
                              rule.what.figures, seconds_text(rule.first_seconds),
                              seconds_text(rule.last_seconds), std::to_string(rule.looks)},
                    .mark = rule.now ? Row::Mark::Bad : Row::Mark::Warning});
  }
  return rows;
}

std::vector<Column> witness_columns() {
  return {{"Check", Alignment::Left, kMedium},
          {"Verdict", Alignment::Left, kNarrow},
          {"What it says, or the place", Alignment::Left, kVeryWide},
          {"When", Alignment::Left, kMedium}};
}

std::vector<Row> witness_rows(const RunBook& runs) {
  std::vector<Row> rows;
  for (const char* check : {"witness.object", "witness.transport", "witness.exposure"}) {
    const std::optional<CheckResult> result = runs.latest(check);
    if (!result) {
      continue;
    }
    rows.push_back({.key = check,
                    .cells = {check, result->verdict, result->summary, time_text(result->time)},
                    .mark = mark_of(result->verdict)});
    std::size_t number = 0;
    for (const std::string& place : result->details) {
      rows.push_back({.key = std::string(check) + "/" + std::to_string(++number),
                      .cells = {check, "", place, ""}});
    }
  }
  if (rows.empty()) {
    rows.push_back({.key = "none",
                    .cells = {"witness.*", "not run",
                              "Start validate or memory on the page Runs: it looks in the core's "
                              "memory for secrets that it has released.",
                              ""}});
  }
  return rows;
}

}  // namespace orbbench::console
