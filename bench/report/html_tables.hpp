#pragma once

#include <string>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// The ledger with a bar to each count, and a word where a site of high priority wiped less often
/// than it freed, or objects are left.
std::string ledger_html(const store::StoredTable& ledger);

/// How each peer did, what was not passed, and all cases.
std::string matrix_html(const store::StoredTable& matrix);

}  // namespace orbbench::bench
