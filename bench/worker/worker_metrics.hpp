#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <optional>
#include <vector>

#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/work/queue.hpp"
#include "soak/soak_metrics.hpp"

namespace orbbench::bench {

/// How an item ended in a worker's hands. Lost: it was somebody else's by then.
enum class ItemEnd { Done, Failed, HandedBack, Lost };

inline constexpr std::array kItemEnds{ItemEnd::Done, ItemEnd::Failed, ItemEnd::HandedBack,
                                      ItemEnd::Lost};

const char* to_string(ItemEnd end);

/// What a worker's page shows: its own items, the queue, and the soak that was concluded last.
/// Thread-safe.
class WorkerMetrics {
 public:
  void begin();
  void end(ItemEnd how);
  void set_queue(const work::QueueFigures& figures);
  void set_finished_soak(const FinishedSoak& finished);

  std::uint64_t ended(ItemEnd how) const;
  std::vector<metrics::ServedFamily> collect() const;

 private:
  struct State {
    std::array<std::uint64_t, kItemEnds.size()> ended{};
    bool busy = false;
    std::optional<work::QueueFigures> queue;
    std::optional<FinishedSoak> soak;
  };

  State state() const;

  mutable std::mutex mutex_;
  State state_;
};

}  // namespace orbbench::bench
