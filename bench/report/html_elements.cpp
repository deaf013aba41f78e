#include "report/html_elements.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "report/markup.hpp"
#include "report/shown_text.hpp"

namespace orbbench::bench {
namespace {

bool is_verdict(const std::string& text) {
  constexpr std::array<const char*, 6> kVerdicts{"pass", "inconclusive", "invalid",
                                                 "fail", "unsupported",  "skipped"};
  return std::ranges::find(kVerdicts, text) != kVerdicts.end();
}

std::vector<bool> numeric_columns(const store::StoredTable& table) {
  std::vector<bool> numeric(table.columns.size(), !table.rows.empty());
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < numeric.size() && i < row.size(); ++i) {
      numeric[i] = numeric[i] && (row[i].empty() || is_number(row[i]));
    }
  }
  return numeric;
}

std::string cell(const std::string& text, bool heads_row, bool numeric) {
  const std::string kind = numeric ? " class=\"number\"" : "";
  if (heads_row) {
    return "<th scope=\"row\"" + kind + ">" + cell_content(text) + "</th>";
  }
  return "<td" + kind + ">" + (is_verdict(text) ? verdict_mark(text) : cell_content(text)) +
         "</td>";
}

std::string head_of(const store::StoredTable& table, const std::vector<bool>& numeric) {
  std::string html = "<thead><tr>";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    html += std::string("<th scope=\"col\"") + (numeric[i] ? " class=\"number\"" : "") + ">" +
            escaped(table.columns[i]) + "</th>";
  }
  return html + "</tr></thead>\n";
}

std::string canvas_label(const Chart& chart) {
  std::string label = chart.title + ". Shows ";
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    label += (i == 0 ? "" : ", ") + chart.series[i].name;
  }
  return label + ". The same data follow as a table.";
}

}  // namespace

std::string verdict_mark(const std::string& verdict) {
  const std::string word = escaped(verdict);
  return "<span class=\"verdict " + word + "\"><svg aria-hidden=\"true\"><use href=\"#mark-" +
         word + "\"/></svg>" + word + "</span>";
}

std::string cell_content(const std::string& text) {
  const std::string shown = shown_number(text);
  if (shown == text) {
    return escaped(text);
  }
  return "<data value=\"" + escaped(text) + "\">" + shown + "</data>";
}

std::string html_table(const store::StoredTable& table, const std::string& caption,
                       const std::string& file) {
  const std::vector<bool> numeric = numeric_columns(table);
  std::string html = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                     escaped(caption) + "\"><table data-csv=\"" + escaped(file) +
                     ".csv\"><caption>" + escaped(caption) + "</caption>\n" +
                     head_of(table, numeric) + "<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += cell(row[i], i == 0, i < numeric.size() && numeric[i]);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string folded(const std::string& title, const std::string& html) {
  return "<details><summary>" + escaped(title) + "</summary>\n" + html + "</details>\n";
}

std::string html_figure(const Chart& chart, std::size_t number, int level) {
  const std::string id = "chart-" + std::to_string(number);
  const std::string heading = "h" + std::to_string(level);
  return "<figure>\n<figcaption><" + heading + ">" + escaped(chart.title) + "</" + heading +
         "><p>" + escaped(chart.caption) + "</p></figcaption>\n<div class=\"plot\"><canvas id=\"" +
         id + "\" role=\"img\" aria-label=\"" + escaped(canvas_label(chart)) +
         "\"></canvas></div>\n" +
         folded("Data of this chart", html_table(data_of(chart), chart.title, slug(chart.title))) +
         "</figure>\n";
}

std::string slug(const std::string& text) {
  std::string result;
  for (const char one : text) {
    const bool kept = std::isalnum(static_cast<unsigned char>(one)) != 0;
    if (kept) {
      result += static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
    } else if (!result.empty() && result.back() != '-') {
      result += '-';
    }
  }
  return result;
}

}  // namespace orbbench::bench
