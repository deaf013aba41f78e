#pragma once

#include <vector>

#include "console/ledger_lines.hpp"
#include "console/run_book.hpp"
#include "tables/row.hpp"

namespace orbbench::console {

/// What the tables of the memory panel consist of.
std::vector<Column> site_columns();
std::vector<Column> total_columns();
std::vector<Row> ledger_rows(const std::vector<LedgerLine>& lines);

std::vector<Column> rule_columns();
std::vector<Row> rule_rows(const std::vector<BrokenRule>& broken);

std::vector<Column> witness_columns();
/// A row for what each of the witness's checks came to, and one for each place that it named; one
/// that says how to get them where there is none.
std::vector<Row> witness_rows(const RunBook& runs);

}  // namespace orbbench::console
