#pragma once

#include <cstdint>
#include <string_view>

#include "console/core_session.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::console {

/// Where a ledger was read: off the core's metrics page, or, of a core without one, by a call.
enum class LedgerSource : std::uint8_t { MetricsPage, DiagnosticsCall };

/// For the eyes of the user: "metrics page".
std::string_view name_of(LedgerSource source);

LedgerSource ledger_source_of(const CoreSession& session);

/// Reads it once, within CoreSession::deadline(). By a call, totals are sums of the sites, requests
/// are not known, and process_start_time is the number of the process. Throws std::exception: one
/// line.
metrics::Ledger read_ledger(CoreSession& session);

}  // namespace orbbench::console
