#include <algorithm>
#include <charconv>
#include <cstdio>

#include "report/reports.hpp"

namespace orbbench::bench {
namespace {

// What a core says of itself must not steer the terminal that shows it.
std::string printable(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; }, '?');
  return text;
}

std::string head_of(const char* state, const std::string& name) {
  char head[64];
  std::snprintf(head, sizeof head, "%-12s  %-18s  ", state, name.c_str());
  return head;
}

}  // namespace

std::string number_text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value);
  return {text, end.ptr};
}

std::string text_line(const NotRun& check) {
  return head_of("not run", check.name) + printable(check.reason) + "\n";
}

std::string text_line(const CheckResult& check) {
  std::string text =
      head_of(to_string(check.verdict), check.name) + printable(check.summary) + "\n";
  std::string figures;
  for (const Figure& figure : check.figures) {
    const std::string entry = figure.name + "=" + number_text(figure.value);
    if (figures.size() + entry.size() > 90) {
      text += "      " + figures + "\n";
      figures.clear();
    }
    figures += (figures.empty() ? "" : "  ") + entry;
  }
  if (!figures.empty()) {
    text += "      " + figures + "\n";
  }
  for (const std::string& line : check.evidence) {
    text += "    ! " + printable(line) + "\n";
  }
  return text;
}

std::string text_report(const RunResult& run) {
  std::string text = "core " + run.core + ", " + run.started_at + "\n\n";
  for (const CheckResult& check : run.checks) {
    text += text_line(check);
  }
  for (const NotRun& check : run.not_run) {
    text += text_line(check);
  }
  char duration[32];
  std::snprintf(duration, sizeof duration, "%.1f s", run.duration_seconds);
  return text + "\nverdict: " + to_string(run.verdict()) + " (" +
         std::to_string(run.checks.size()) + " checks, " + duration + ")\n";
}

}  // namespace orbbench::bench
