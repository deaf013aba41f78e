#include "console/call_watch.hpp"

#include <algorithm>

namespace orbbench::console {

void CallWatch::on_transition(const orb_client::BreakerRecord& record) {
  counts_.on_transition(record);
  const std::lock_guard lock(mutex_);
  transitions_.push_back({++seen_, std::chrono::system_clock::now(), std::string(record.operation),
                          std::string(record.endpoint), record.transition});
  if (transitions_.size() > kMostTransitions) {
    transitions_.pop_front();
  }
}

std::vector<orb_client::OperationCounts> CallWatch::counts() const {
  std::vector<orb_client::OperationCounts> all = counts_.read();
  std::ranges::sort(all, {}, &orb_client::OperationCounts::operation);
  return all;
}

std::vector<BreakerEvent> CallWatch::transitions_after(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto first =
      std::partition_point(transitions_.begin(), transitions_.end(),
                           [number](const BreakerEvent& event) { return event.number <= number; });
  return {first, transitions_.end()};
}

std::uint64_t CallWatch::dropped() const {
  const std::lock_guard lock(mutex_);
  return seen_ - transitions_.size();
}

}  // namespace orbbench::console
