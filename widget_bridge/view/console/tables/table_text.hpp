#pragma once

#include <string>
#include <vector>

#include "tables/row.hpp"

namespace orbbench::console {

using Rows = std::vector<const Row*>;

/// RFC 4180: the titles, then the rows; CRLF at the end of each line.
std::string to_csv(const std::vector<Column>& columns, const Rows& rows);

/// For the clipboard: the titles, then the rows, with tabs between; tabs and line breaks of a cell
/// become spaces.
std::string to_tabbed(const std::vector<Column>& columns, const Rows& rows);

/// Whether `left` comes first in a column that is sorted upwards: cells that begin with a number
/// by it and before all others, the rest as text.
bool comes_first(const std::string& left, const std::string& right);

}  // namespace orbbench::console
