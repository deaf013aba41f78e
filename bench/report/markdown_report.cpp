#include <algorithm>

#include "report/environment.hpp"
#include "report/latency_table.hpp"
#include "report/overview.hpp"
#include "report/run_contents.hpp"
#include "report/run_reports.hpp"
#include "report/shown_text.hpp"

namespace orbbench::bench {
namespace {

using Row = std::vector<std::string>;

/// What a core or a peer says is text, and neither markup nor a mention.
std::string plain(const std::string& text) {
  constexpr std::string_view kMarkup = "\\`*_{}[]<>#|~$";
  std::string result;
  for (const char one : text) {
    if (one == '@') {
      result += "&#64;";
    } else if (static_cast<unsigned char>(one) < 0x20) {
      result += ' ';
    } else {
      result += kMarkup.find(one) == std::string_view::npos ? std::string(1, one)
                                                            : std::string{'\\', one};
    }
  }
  return result;
}

std::string line_of(const Row& cells) {
  std::string line = "|";
  for (const std::string& cell : cells) {
    line += " " + plain(shown_number(cell)) + " |";
  }
  return line + "\n";
}

/// Nothing for no rows.
std::string markdown_table(const store::StoredTable& table) {
  if (table.rows.empty()) {
    return {};
  }
  std::string rule = "|";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    rule += " --- |";
  }
  std::string text = line_of(table.columns) + rule + "\n";
  for (const Row& row : table.rows) {
    text += line_of(row);
  }
  return text + "\n";
}

std::string titled(const std::string& title, const std::string& body) {
  return body.empty() ? "" : "#### " + title + "\n\n" + body;
}

std::string checks_of(const store::StoredRun& run) {
  store::StoredTable table{{}, {}, {"verdict", "check", "why"}, {}};
  for (const store::StoredCheck& check : run.checks) {
    table.rows.push_back({check.verdict, check.name, check.summary});
  }
  std::ranges::stable_sort(table.rows, {}, [](const Row& row) { return severity_rank(row[0]); });
  return markdown_table(table);
}

std::string evidence_of(const store::StoredRun& run) {
  std::string text;
  for (const store::StoredCheck& check : run.checks) {
    for (const std::string& line : check.evidence) {
      text += "- " + plain(check.name) + ": " + plain(line) + "\n";
    }
  }
  return text.empty() ? "" : text + "\n";
}

std::string ratios_of(const store::StoredRun& run) {
  std::string text;
  for (const store::StoredTable& table : tables_named(run, "ratios")) {
    text += plain(table.check) + "\n\n" + markdown_table(table);
  }
  return text;
}

std::string not_run_of(const store::StoredRun& run) {
  std::string text;
  for (const store::StoredTable& table : tables_named(run, "not_run")) {
    text += markdown_table(table);
  }
  return text;
}

std::string folded_markdown(const std::string& title, const std::string& body) {
  return body.empty() ? ""
                      : "<details><summary>" + title + "</summary>\n\n" + body + "</details>\n\n";
}

std::string run_markdown(const store::StoredRun& run) {
  std::string text = "### " + plain(title_of(run)) + ": " + run.verdict + "\n\n";
  text += run.commit.empty() ? "" : "commit " + plain(run.commit) + ", ";
  text += "run " + run.uuid + "\n\n" + checks_of(run);
  text += titled("Against the baseline", ratios_of(run));
  text += titled("Latency", markdown_table(latency_table(run)));
  text += titled("Not run", not_run_of(run));
  return text + folded_markdown("What was found", evidence_of(run));
}

}  // namespace

std::string markdown_report(const std::vector<store::StoredRun>& runs) {
  std::string text =
      "## orbbench: **" + worst_verdict(runs) + "**\n\n" + plain(overview_line(runs)) + "\n\n";
  for (const store::StoredRun& run : runs) {
    text += run_markdown(run);
  }
  return text + folded_markdown("Environment", markdown_table(environment_table(runs)));
}

}  // namespace orbbench::bench
