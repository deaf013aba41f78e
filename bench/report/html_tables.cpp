#include "report/html_tables.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "report/html_elements.hpp"
#include "report/markup.hpp"

namespace orbbench::bench {
namespace {

using store::StoredTable;
using Row = std::vector<std::string>;

constexpr std::size_t kShownAtOnce = 30;

std::size_t column_of(const StoredTable& table, const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(table.columns, name) - table.columns.begin());
}

/// 0 for what is no number.
double number_in(const Row& row, std::size_t column) {
  double value = 0;
  if (column < row.size()) {
    std::from_chars(row[column].data(), row[column].data() + row[column].size(), value);
  }
  return value;
}

int priority_rank(const std::string& priority) {
  constexpr std::array<const char*, 4> kOrder{"critical", "high", "medium", "low"};
  return static_cast<int>(std::ranges::find(kOrder, priority) - kOrder.begin());
}

/// A table of the ledger, of whatever columns it has.
class LedgerPage {
 public:
  explicit LedgerPage(const StoredTable& ledger)
      : ledger_(ledger),
        priority_(column_of(ledger, "priority")),
        deallocations_(column_of(ledger, "deallocations")),
        zeroisations_(column_of(ledger, "zeroisations")) {
    std::ranges::stable_sort(ledger_.rows, {}, [this](const Row& row) {
      return priority_ < row.size() ? priority_rank(row[priority_]) : 0;
    });
    for (std::size_t column = 0; column < ledger_.columns.size(); ++column) {
      most_.push_back(0);
      for (const Row& row : ledger_.rows) {
        most_[column] = std::max(most_[column], number_in(row, column));
      }
    }
  }

  std::string html() const {
    const std::string caption =
        "Ledger by site" + (ledger_.check.empty() ? "" : ", " + ledger_.check);
    std::string text = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                       escaped(caption) + "\"><table class=\"ledger\" data-csv=\"ledger.csv\">" +
                       "<caption>" + escaped(caption) + "</caption>\n<thead><tr>";
    for (std::size_t column = 0; column < ledger_.columns.size(); ++column) {
      text += "<th scope=\"col\"" + css_class(column) + ">" + escaped(ledger_.columns[column]) +
              "</th>";
    }
    text += "<th scope=\"col\">remark</th></tr></thead>\n<tbody>\n";
    for (const Row& row : ledger_.rows) {
      text += row_html(row);
    }
    return text + "</tbody></table></div>\n";
  }

 private:
  bool is_count(std::size_t column) const { return column > 0 && column != priority_; }
  std::string css_class(std::size_t column) const {
    return is_count(column) ? " class=\"number\"" : "";
  }

  std::string row_html(const Row& row) const {
    std::string html = "<tr>";
    for (std::size_t column = 0; column < row.size(); ++column) {
      const std::string text = escaped(row[column]);
      if (column == 0) {
        html += "<th scope=\"row\">" + text + "</th>";
      } else if (is_count(column) && most_[column] > 0) {
        const double share = 100 * std::max(0.0, number_in(row, column)) / most_[column];
        html +=
            "<td class=\"number bar\" style=\"--share:" + std::to_string(static_cast<int>(share)) +
            "%\">" + text + "</td>";
      } else {
        html += "<td" + css_class(column) + ">" + text + "</td>";
      }
    }
    return html + "<td>" + remark(row) + "</td></tr>\n";
  }

  /// Sites of these two priorities are to wipe whatever they free.
  std::string remark(const Row& row) const {
    if (priority_ >= row.size() || priority_rank(row[priority_]) > 1 ||
        zeroisations_ >= row.size() || deallocations_ >= row.size()) {
      return {};
    }
    const double unwiped = number_in(row, deallocations_) - number_in(row, zeroisations_);
    if (unwiped <= 0) {
      return {};
    }
    return "<strong>" + std::to_string(static_cast<long long>(unwiped)) + " freed unwiped</strong>";
  }

  StoredTable ledger_;
  std::size_t priority_;
  std::size_t deallocations_;
  std::size_t zeroisations_;
  std::vector<double> most_;
};

/// "pass" of "pass (stale)" and of "pass: ...".
std::string outcome_of(const std::string& cell) {
  return cell.substr(0, cell.find_first_of(" :,"));
}

bool is_outcome(const std::string& outcome) {
  constexpr std::array<const char*, 4> kOutcomes{"pass", "fail", "unsupported", "skipped"};
  return std::ranges::find(kOutcomes, outcome) != kOutcomes.end();
}

StoredTable counts_by_peer(const StoredTable& matrix) {
  StoredTable counts{{}, {}, {"peer", "pass", "fail", "unsupported", "skipped"}, {}};
  for (std::size_t column = 0; column < matrix.columns.size(); ++column) {
    std::map<std::string, std::size_t> of;
    for (const Row& row : matrix.rows) {
      ++of[column < row.size() ? outcome_of(row[column]) : ""];
    }
    if (std::ranges::any_of(of, [](const auto& one) { return is_outcome(one.first); })) {
      counts.rows.push_back({matrix.columns[column], std::to_string(of["pass"]),
                             std::to_string(of["fail"]), std::to_string(of["unsupported"]),
                             std::to_string(of["skipped"])});
    }
  }
  return counts;
}

std::string matrix_cell(const std::string& cell) {
  const std::string outcome = outcome_of(cell);
  if (!is_outcome(outcome)) {
    return "<td>" + escaped(cell) + "</td>";
  }
  const std::string more = cell.substr(outcome.size());
  return "<td>" + verdict_mark(outcome) +
         (more.empty() ? "" : "<small>" + escaped(more) + "</small>") + "</td>";
}

std::string cases(const StoredTable& matrix, const std::vector<Row>& rows,
                  const std::string& caption) {
  std::string html = "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" +
                     escaped(caption) + "\"><table class=\"matrix\" data-csv=\"" + slug(caption) +
                     ".csv\"><caption>" + escaped(caption) + "</caption>\n<thead><tr>";
  for (const std::string& column : matrix.columns) {
    html += "<th scope=\"col\">" + escaped(column) + "</th>";
  }
  html += "</tr></thead>\n<tbody>\n";
  for (const Row& row : rows) {
    html += "<tr><th scope=\"row\">" + escaped(row.empty() ? "" : row.front()) + "</th>";
    for (std::size_t column = 1; column < row.size(); ++column) {
      html += matrix_cell(row[column]);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

}  // namespace

std::string ledger_html(const StoredTable& ledger) {
  return LedgerPage(ledger).html();
}

std::string matrix_html(const StoredTable& matrix) {
  std::string html = html_table(counts_by_peer(matrix), "Outcomes by peer", "interop-peers");
  if (matrix.rows.size() <= kShownAtOnce) {
    return html + cases(matrix, matrix.rows, "All cases");
  }
  std::vector<Row> failed;
  std::ranges::copy_if(matrix.rows, std::back_inserter(failed), [](const Row& row) {
    return std::ranges::any_of(row,
                               [](const std::string& cell) { return outcome_of(cell) == "fail"; });
  });
  if (!failed.empty()) {
    html += cases(matrix, failed, "Cases that failed");
  }
  return html + folded("All " + std::to_string(matrix.rows.size()) + " cases",
                       cases(matrix, matrix.rows, "All cases"));
}

}  // namespace orbbench::bench
