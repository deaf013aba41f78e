#include "widgets/event_history.hpp"

#include <algorithm>

namespace orbbench::orb_core {

void EventHistory::add(std::string_view operation, bool succeeded) {
  auto record = make_owned<EventRecord>();
  record->time = std::chrono::system_clock::now();
  record->succeeded = succeeded;
  const std::size_t length = std::min(operation.size(), record->operation.size() - 1);
  std::copy_n(operation.begin(), length, record->operation.begin());

  const std::lock_guard lock(mutex_);
  record->sequence_number = ++queue_->last_sequence_number;
  const std::size_t place = record->sequence_number % kKept;
  queue_->records[place] = std::move(record);
}

}  // namespace orbbench::orb_core
