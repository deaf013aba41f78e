#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"
#include "orbbench/work/queue.hpp"

namespace orbbench::bench {

/// How the items of one kind are worked off, and a run of them concluded. Used by one thread at a
/// time.
class Executor {
 public:
  virtual ~Executor() = default;

  /// Nothing where `stop` was asked for before the item was whole: it is handed back then. What it
  /// throws is why this attempt failed.
  virtual std::optional<work::ItemResult> execute(const work::LeasedItem& item,
                                                  const std::stop_token& stop) = 0;

  /// What came of a run whose items are over, under the run's own id: whoever concludes it, and
  /// however often, it is stored once.
  virtual store::StoredRun conclude(const work::RunInfo& run,
                                    const std::vector<work::ItemInfo>& items) const = 0;
};

}  // namespace orbbench::bench
