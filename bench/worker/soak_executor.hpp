#pragma once

#include "orbbench/orb_client/orb_runtime.hpp"
#include "worker/executor.hpp"

namespace orbbench::bench {

/// Soaks that workers share. An item that was lost or failed is made again, as a whole, by whoever
/// gets it: its calls were sent twice then, and count once.
class SoakExecutor final : public Executor {
 public:
  /// The runtime must outlive it.
  explicit SoakExecutor(orb_client::OrbRuntime& runtime) : runtime_(runtime) {}

  std::optional<work::ItemResult> execute(const work::LeasedItem& item,
                                          const std::stop_token& stop) override;
  store::StoredRun conclude(const work::RunInfo& run,
                            const std::vector<work::ItemInfo>& items) const override;

 private:
  orb_client::OrbRuntime& runtime_;
};

}  // namespace orbbench::bench
