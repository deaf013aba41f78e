#include "report/html_run.hpp"

#include <algorithm>
#include <array>

#include "report/html_elements.hpp"
#include "report/html_tables.hpp"
#include "report/latency_table.hpp"
#include "report/markup.hpp"
#include "report/overview.hpp"
#include "report/reports.hpp"
#include "report/run_charts.hpp"
#include "report/run_contents.hpp"
#include "report/shown_text.hpp"

namespace orbbench::bench {
namespace {

constexpr int kChartLevel = 4;

std::string heading(const std::string& text) {
  return "<h3>" + escaped(text) + "</h3>\n";
}

std::string paragraph(const std::string& text) {
  return "<p>" + escaped(text) + "</p>\n";
}

std::string drawn(Chart chart, std::vector<Chart>& charts) {
  charts.push_back(std::move(chart));
  return html_figure(charts.back(), charts.size(), kChartLevel);
}

std::string head_of(const store::StoredRun& run, const std::string& id) {
  std::string html = "<h2 id=\"" + id + "-title\">" + escaped(title_of(run)) + " " +
                     verdict_mark(run.verdict) + "</h2>\n<p class=\"facts\">";
  const auto core = run.fingerprint.find("core");
  html += core == run.fingerprint.end() ? ""
                                        : "core " + escaped(shortened(core->second)) + " &middot; ";
  html += run.commit.empty() ? "" : "commit <code>" + escaped(run.commit) + "</code> &middot; ";
  return html + "run <code>" + escaped(run.uuid) + "</code></p>\n";
}

std::string not_run(const store::StoredRun& run) {
  std::string html;
  for (const store::StoredTable& table : tables_named(run, "not_run")) {
    html += html_table(table, "Checks that were not run", "not-run-" + run.uuid);
  }
  return html.empty() ? "" : heading("Not run") + html;
}

std::string latency(const store::StoredRun& run, std::vector<Chart>& charts) {
  const store::StoredTable table = latency_table(run);
  if (table.rows.empty()) {
    return {};
  }
  std::string html = heading("Latency") +
                     html_table(table, "Latency from when a call was due", "latency-" + run.uuid);
  RunHistograms histograms(run);
  for (const LatencyGroup& group : latency_groups(run)) {
    for (Chart& chart : latency_charts(run, group, histograms)) {
      html += drawn(std::move(chart), charts);
    }
  }
  for (const std::string& reason : histograms.unreadable()) {
    html += paragraph(reason);
  }
  return html;
}

std::string comparison(const store::StoredRun& run, std::vector<Chart>& charts) {
  std::string html;
  for (const store::StoredTable& table : tables_named(run, "ratios")) {
    html += drawn(ratio_chart(table), charts);
  }
  return html.empty() ? "" : heading("Against the baseline") + html;
}

std::string scaling(const store::StoredRun& run, std::vector<Chart>& charts) {
  std::string html;
  for (const store::StoredTable& table : tables_named(run, "scaling")) {
    for (Chart& chart : scaling_charts(table)) {
      html += drawn(std::move(chart), charts);
    }
  }
  return html.empty() ? "" : heading("Scaling") + html;
}

std::string ledger(const store::StoredRun& run) {
  std::string html;
  for (const store::StoredTable& table : tables_named(run, "ledger")) {
    html += ledger_html(table);
  }
  return html.empty() ? "" : heading("Ledger by site") + html;
}

std::string exposure(const store::StoredRun& run, std::vector<Chart>& charts) {
  std::string html;
  if (const auto chart = exposure_chart(run)) {
    html += drawn(*chart, charts);
  }
  for (const store::StoredTable& table : tables_named(run, "exposure")) {
    html += html_table(table, "What was found, and where", "exposure-" + run.uuid);
  }
  return html.empty() ? "" : heading("Exposure of released secrets") + html;
}

std::string interop(const store::StoredRun& run) {
  std::string html;
  for (const store::StoredTable& table : tables_named(run, "matrix")) {
    html += matrix_html(table);
  }
  return html.empty() ? "" : heading("Interoperability") + html;
}

std::string other_tables(const store::StoredRun& run) {
  constexpr std::array<const char*, 6> kShownElsewhere{"ratios",   "scaling", "ledger",
                                                       "exposure", "matrix",  "not_run"};
  std::string html;
  for (const store::StoredTable& table : run.tables) {
    if (std::ranges::find(kShownElsewhere, table.name) == kShownElsewhere.end()) {
      const std::string name = table.name + (table.check.empty() ? "" : " of " + table.check);
      html += folded(name, html_table(table, name, slug(name)));
    }
  }
  return html;
}

std::string all_figures(const store::StoredRun& run) {
  store::StoredTable table{{}, "figures", {"check", "figure", "value", "unit"}, {}};
  for (const store::StoredFigure& figure : run.figures) {
    table.rows.push_back({figure.check, figure.name, number_text(figure.value), figure.unit});
  }
  if (table.rows.empty()) {
    return {};
  }
  return folded("All " + std::to_string(table.rows.size()) + " figures",
                html_table(table, "All figures of this run", "figures-" + run.uuid));
}

std::string further(const store::StoredRun& run, std::vector<Chart>& charts) {
  std::string html;
  for (Chart& chart : series_charts(run)) {
    html += drawn(std::move(chart), charts);
  }
  html += other_tables(run) + all_figures(run);
  return html.empty() ? ""
                      : "<div class=\"further\">" + heading("Further figures") + html + "</div>\n";
}

std::string check_row(const store::StoredCheck& check) {
  std::string html = "<tr><td>" + verdict_mark(check.verdict) + "</td><th scope=\"row\">" +
                     escaped(check.name) + "</th><td>" + escaped(check.summary);
  if (!check.evidence.empty()) {
    html += "<ul class=\"evidence\">";
    for (const std::string& line : check.evidence) {
      html += "<li>" + escaped(line) + "</li>";
    }
    html += "</ul>";
  }
  return html + "</td></tr>\n";
}

}  // namespace

std::string html_checks(std::vector<store::StoredCheck> checks, const std::string& caption,
                        const std::string& file) {
  std::ranges::stable_sort(
      checks, {}, [](const store::StoredCheck& check) { return severity_rank(check.verdict); });
  std::string html = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                     escaped(caption) + "\"><table class=\"checks\" data-csv=\"" + escaped(file) +
                     ".csv\"><caption>" + escaped(caption) +
                     "</caption><thead><tr><th scope=\"col\">verdict</th><th scope=\"col\">check"
                     "</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n";
  for (const store::StoredCheck& check : checks) {
    html += check_row(check);
  }
  return html + "</tbody></table></div>\n";
}

std::string html_run(const store::StoredRun& run, std::size_t number, std::vector<Chart>& charts) {
  const std::string id = "run-" + std::to_string(number);
  return "<section id=\"" + id + "\" aria-labelledby=\"" + id + "-title\">\n" + head_of(run, id) +
         heading("Verdicts") +
         html_checks(run.checks, "Verdicts of " + title_of(run), "checks-" + run.uuid) +
         not_run(run) + comparison(run, charts) + latency(run, charts) + scaling(run, charts) +
         ledger(run) + exposure(run, charts) + interop(run) + further(run, charts) + "</section>\n";
}

}  // namespace orbbench::bench
