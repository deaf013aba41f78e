#pragma once

#include <functional>
#include <memory>

#include "orbbench/orb_client/orb_runtime.hpp"
#include "worker/executor.hpp"

namespace orbbench::bench {

/// Pipelines, of one item each. A step that fails is a result, and no reason to try again; a core
/// that could not be reached before the first step is one.
class PipelineExecutor final : public Executor {
 public:
  /// The runtime must outlive it.
  explicit PipelineExecutor(orb_client::OrbRuntime& runtime) : runtime_(runtime) {}

  std::optional<work::ItemResult> execute(const work::LeasedItem& item,
                                          const std::stop_token& stop) override;
  store::StoredRun conclude(const work::RunInfo& run,
                            const std::vector<work::ItemInfo>& items) const override;

 private:
  orb_client::OrbRuntime& runtime_;
};

}  // namespace orbbench::bench
