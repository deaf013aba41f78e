#include "baseline_choice.hpp"

#include <utility>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {

store::StoredRun require_baseline(store::ResultsStore& store, const std::string& name) {
  const auto baseline = store.baseline(name);
  auto run = baseline ? store.load(baseline->run.uuid) : std::nullopt;
  if (!run) {
    throw orb_client::ConfigError("there is no baseline '" + name +
                                  "': `orbbench baseline list` shows those "
                                  "there are");
  }
  return *std::move(run);
}

}  // namespace orbbench::bench
