#include <map>

#include "interop/report/matrix_reports.hpp"
#include "report/markup.hpp"

namespace orbbench::interop {
namespace {

using bench::escaped;

// No script and no link to anything: the page is to open from a mail or an artifact store.
constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>orbbench interop</title>
<style>
:root { color-scheme: light dark; --text: #1b1f24; --page: #ffffff; --line: #d0d7de; --head: #f3f5f7;
  --pass: #0b6e33; --fail: #b3261e; --unsupported: #8a5a00; --skipped: #5b6570; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ec; --page: #14171a; --line: #353c44; --head: #1e2328;
    --pass: #5fd38a; --fail: #ff8a80; --unsupported: #f0b94d; --skipped: #98a2ad; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--page);
  margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border: 1px solid var(--line); padding: .3rem .6rem; text-align: left;
  vertical-align: top; }
th { background: var(--head); position: sticky; top: 0; }
td:first-child { font-family: ui-monospace, monospace; font-size: 13px; }
.pass { color: var(--pass); } .fail { color: var(--fail); font-weight: 600; }
.unsupported { color: var(--unsupported); } .skipped { color: var(--skipped); }
small { display: block; color: var(--text); font-weight: 400; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
</style>
</head>
<body>
)";

std::string cell(const CaseResult& result) {
  const std::string outcome = to_string(result.outcome);
  std::string html = "<td><span class=\"" + outcome + "\">" + outcome +
                     (result.stale ? ", declaration stale" : "") + "</span>";
  if (!result.detail.empty()) {
    html += "<small>" + escaped(result.detail) + "</small>";
  }
  return html + "</td>";
}

std::string summary(const Matrix& matrix) {
  std::string html = "<table><tr><th>Peer</th><th>Interfaces</th><th>Results</th></tr>\n";
  for (const MatrixPeer& peer : matrix.peers) {
    html += "<tr><td>" + escaped(peer.name) + "</td><td>" + escaped(peer.interfaces) + "</td><td>" +
            counts_line(matrix, peer.name) + "</td></tr>\n";
  }
  return html + "</table>\n";
}

std::string results(const Matrix& matrix) {
  std::vector<std::string> order;
  std::map<std::string, std::string> rows;
  for (const CaseResult& result : matrix.results) {
    if (!rows.contains(result.id)) {
      order.push_back(result.id);
    }
    rows[result.id] += cell(result);
  }
  std::string html = "<div class=\"scroll\"><table><tr><th>Case</th>";
  for (const MatrixPeer& peer : matrix.peers) {
    html += "<th>" + escaped(peer.name) + "</th>";
  }
  html += "</tr>\n";
  for (const std::string& id : order) {
    html += "<tr><td>" + escaped(id) + "</td>" + rows[id] + "</tr>\n";
  }
  return html + "</table></div>\n";
}

}  // namespace

std::string html_matrix(const Matrix& matrix) {
  return kHead + std::string("<h1>orbbench interop</h1>\n<p>Started ") +
         escaped(matrix.started_at) + ": " + counts_line(matrix, "") + ".</p>\n" + summary(matrix) +
         results(matrix) + "</body>\n</html>\n";
}

}  // namespace orbbench::interop
