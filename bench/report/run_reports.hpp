#pragma once

#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// One HTML page that needs nothing but itself: verdicts, charts with their data, tables,
/// environment. Shows what the runs hold; a histogram that cannot be read is named in its place.
std::string html_report(const std::vector<store::StoredRun>& runs);

/// The same verdicts and figures as GitHub's and GitLab's Markdown, for a pull request.
std::string markdown_report(const std::vector<store::StoredRun>& runs);

}  // namespace orbbench::bench
