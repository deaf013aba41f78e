#pragma once

#include <string_view>

namespace orbbench::orb_core {

struct Arrival;

/// From now on, log_call writes. Off by default: a line costs about as much as a short call.
void enable_call_log();

/// One JSON object a line on stderr, in one write: operation, peer, correlation_id (null when the
/// call carried none) and outcome, which is "success", "dropped", "failed" for a oneway, or the
/// exception's name. Any thread.
void log_call(std::string_view operation, const Arrival& arrival, std::string_view outcome);

}  // namespace orbbench::orb_core
