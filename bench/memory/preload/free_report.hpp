#pragma once

#include <string>

#include "checks/result.hpp"
#include "memory/preload/canary_calls.hpp"
#include "memory/preload/record_file.hpp"
#include "memory/preload/symbols.hpp"

namespace orbbench::free_witness {

/// What a core that ran under the witness is judged by.
struct WatchedRun {
  Sighting sighting;
  CanaryCallCounts calls;
  double ping_ratio = 0;  ///< 0: not measured
};

/// Fails when a block was given back with part of a canary in it; the evidence says by which call
/// path. Blocks that were not wiped are figures: which blocks hold secrets, the witness cannot
/// know.
bench::CheckResult judge(const WatchedRun& run, Symbols& symbols);

/// The call paths with most unwiped blocks, at most `limit` of them.
std::string unwiped_table(const Sighting& sighting, Symbols& symbols, std::size_t limit);

/// All that was seen: figures, modules, and each call path with its frames.
std::string json_report(const WatchedRun& run, const bench::CheckResult& result, Symbols& symbols);

/// The functions of a call path in one line, innermost first and at most `limit` of them, without
/// the allocator's and the standard library's own.
std::string path_text(const CallPathCount& path, Symbols& symbols, std::size_t limit);

}  // namespace orbbench::free_witness
