#pragma once

#include <string>
#include <vector>

#include "figure_changes.hpp"

namespace orbbench::bench {

/// For a person: one line for each series, and some for each change.
std::string changes_text(const std::vector<SeriesChanges>& all,
                         const metrics::ChangePointSearch& search);

/// The same and more as one JSON object.
std::string changes_json(const std::vector<SeriesChanges>& all,
                         const metrics::ChangePointSearch& search);

}  // namespace orbbench::bench
