#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "checks/result.hpp"
#include "orbbench/store/stored_run.hpp"
#include "soak/soak_metrics.hpp"
#include "soak/soak_record.hpp"
#include "soak_options.hpp"

namespace orbbench::bench {

/// A soak as the results have it: its id is that of its plan.
struct StoredSoak {
  std::string id;
  SoakOptions options;
  SoakRecord record;  ///< its intervals, from the first one on without a gap
};

/// Throws ConfigError where there is no such soak, or it has come to its end; StoreError where the
/// results cannot be had.
StoredSoak load_soak(const std::string& given, const std::stop_token& stop);

/// What a soak is begun, and resumed, with.
store::StoredRun stored_plan(const std::string& id, const SoakOptions& options);

/// The soak's result, under an id that its own stands for.
store::StoredRun stored_result(const std::string& id, const RunResult& run,
                               const SoakRecord& record);

/// The soak that was finished last; nothing where the results cannot be had.
std::optional<FinishedSoak> last_finished(const std::stop_token& stop);

}  // namespace orbbench::bench
