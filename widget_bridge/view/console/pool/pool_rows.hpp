#pragma once

#include <vector>

#include "console/call_watch.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "tables/row.hpp"

namespace orbbench::console {

std::vector<Column> operation_columns();
/// One row an operation: its outcomes, retries and failovers.
std::vector<Row> operation_rows(const std::vector<orb_client::OperationCounts>& counts);

std::vector<Column> breaker_columns();
std::vector<Row> breaker_rows(const std::vector<orb_client::BreakerReport>& breakers);

std::vector<Column> transition_columns();
/// The latest first.
std::vector<Row> transition_rows(const std::vector<BreakerEvent>& events);

}  // namespace orbbench::console
