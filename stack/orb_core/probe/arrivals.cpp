#include "probe/arrivals.hpp"

#include <algorithm>

namespace orbbench::orb_core {

void Arrivals::note(std::string_view channel, std::uint64_t sequence_number) {
  const std::lock_guard lock(mutex_);
  auto entry = channels_.find(channel);
  if (entry == channels_.end()) {
    if (channels_.size() >= kMaxChannels) {
      return;
    }
    entry = channels_.emplace(std::string(channel), Channel{}).first;
  }
  Channel& state = entry->second;
  const bool first = state.counts.arrived == 0;
  ++state.counts.arrived;
  state.counts.out_of_order += !first && sequence_number <= state.highest ? 1U : 0U;
  state.counts.last_sequence_number = sequence_number;
  state.highest = std::max(state.highest, sequence_number);
}

ArrivalCounts Arrivals::of(std::string_view channel) const {
  const std::lock_guard lock(mutex_);
  const auto entry = channels_.find(channel);
  return entry == channels_.end() ? ArrivalCounts{} : entry->second.counts;
}

void Arrivals::forget(std::string_view channel) {
  const std::lock_guard lock(mutex_);
  const auto entry = channels_.find(channel);
  if (entry != channels_.end()) {
    channels_.erase(entry);
  }
}

}  // namespace orbbench::orb_core
