#include <utility>

#include "report/chart.hpp"
#include "report/environment.hpp"
#include "report/html_elements.hpp"
#include "report/html_run.hpp"
#include "report/markup.hpp"
#include "report/overview.hpp"
#include "report/run_contents.hpp"
#include "report/run_reports.hpp"
// Clang warns of literals beyond 64 KiB; both compilers take them.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverlength-strings"
#include "report/page/chart_js.hpp"
#include "report/page/report_css.hpp"
#include "report/page/report_js.hpp"
#pragma GCC diagnostic pop

namespace orbbench::bench {
namespace {

using Runs = std::vector<store::StoredRun>;

// The page loads nothing: the policy makes sure of it, whatever a name in it may be.
constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
)";

// Shapes as well as colours tell outcomes apart.
constexpr const char* kMarks = R"(<svg class="marks" aria-hidden="true">
<symbol id="mark-pass" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7"/><path d="M4.5 8.2l2.4 2.5 4.6-5.2"/></symbol>
<symbol id="mark-fail" viewBox="0 0 16 16"><rect x="1" y="1" width="14" height="14" rx="1"/><path d="M5 5l6 6M11 5l-6 6"/></symbol>
<symbol id="mark-invalid" viewBox="0 0 16 16"><path class="shape" d="M8 .8L15.6 15H.4z"/><path d="M8 6v4.2M8 12.4v.6"/></symbol>
<symbol id="mark-inconclusive" viewBox="0 0 16 16"><path class="shape" d="M8 .4L15.6 8 8 15.6.4 8z"/><path d="M5 8h6"/></symbol>
<symbol id="mark-unsupported" viewBox="0 0 16 16"><circle class="hollow" cx="8" cy="8" r="6.2"/><path class="ink" d="M4 12L12 4"/></symbol>
<symbol id="mark-skipped" viewBox="0 0 16 16"><path class="ink" d="M3 8h10"/></symbol>
</svg>
)";

std::string contents(const Runs& runs) {
  std::string html = "<nav aria-label=\"Contents\"><ul>\n";
  for (std::size_t i = 0; i < runs.size(); ++i) {
    html += "<li><a href=\"#run-" + std::to_string(i + 1) + "\">" + escaped(title_of(runs[i])) +
            "</a></li>\n";
  }
  return html + "<li><a href=\"#environment\">Environment</a></li>\n</ul></nav>\n";
}

std::string head(const Runs& runs) {
  const std::string verdict = worst_verdict(runs);
  return "<header>\n<p class=\"product\">orbbench report</p>\n<h1>" + verdict_mark(verdict) +
         "</h1>\n<p class=\"lede\">" + escaped(overview_line(runs)) + "</p>\n" +
         (runs.size() > 1 ? contents(runs) : "") + "</header>\n";
}

/// What a reader must not miss among many checks.
std::string not_passed(const Runs& runs) {
  auto checks = checks_not_passed(runs);
  if (runs.size() < 2 || checks.empty()) {
    return {};
  }
  return "<section aria-labelledby=\"not-passed\"><h2 id=\"not-passed\">Not passed</h2>\n" +
         html_checks(std::move(checks), "Checks that were not passed, of all runs", "not-passed") +
         "</section>\n";
}

std::string environment(const Runs& runs) {
  return "<section id=\"environment\" aria-labelledby=\"environment-title\"><h2 "
         "id=\"environment-title\">Environment</h2>\n" +
         html_table(environment_table(runs), "What the runs were made on", "environment") +
         "</section>\n";
}

}  // namespace

std::string html_report(const Runs& runs) {
  std::vector<Chart> charts;
  std::string sections;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    sections += html_run(runs[i], i + 1, charts);
  }
  std::string page = kHead;
  page += "<title>orbbench: " + escaped(worst_verdict(runs)) + "</title>\n<style>\n";
  page += kReportCss;
  page += "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the results</a>\n";
  page += kMarks + head(runs) + "<main id=\"main\">\n" + not_passed(runs) + sections +
          environment(runs) + "</main>\n";
  page += "<script type=\"application/json\" id=\"charts\">" + charts_json(charts) + "</script>\n";
  page += "<script>\n";
  page += kChartJs;
  page += "</script>\n<script>\n";
  page += kReportJs;
  return page + "</script>\n</body>\n</html>\n";
}

}  // namespace orbbench::bench
