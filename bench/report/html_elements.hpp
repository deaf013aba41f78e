#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "orbbench/store/stored_run.hpp"
#include "report/chart.hpp"

namespace orbbench::bench {

/// A verdict, or an outcome of a case, as a mark and a word: never by colour alone.
std::string verdict_mark(const std::string& verdict);

/// A cell's content: shown_number(), with all digits in a <data> where that left some out.
std::string cell_content(const std::string& text);

/// Its cells are what cell_content() makes of them, verdicts what verdict_mark() does; the first
/// column names the row. `caption` is what it is called by; `file` what its CSV file is.
std::string html_table(const store::StoredTable& table, const std::string& caption,
                       const std::string& file);

/// <details> with that title around it.
std::string folded(const std::string& title, const std::string& html);

/// A place for the page's script to draw chart `number` into, and the chart's data. `level` is of
/// its heading.
std::string html_figure(const Chart& chart, std::size_t number, int level);

/// Lower-case words with hyphens, for a file or an anchor.
std::string slug(const std::string& text);

}  // namespace orbbench::bench
