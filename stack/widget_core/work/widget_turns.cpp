#include "work/widget_turns.hpp"

#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {

WidgetTurns::Turn WidgetTurns::take(std::int64_t widget_id, orb_client::Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (!ended_.wait_until(lock, deadline.instant(), [&] { return !taken_.contains(widget_id); })) {
    throw service::HttpError(504, "DEADLINE_EXCEEDED", "Deadline exceeded",
                             "another deletion of the widget is under way");
  }
  taken_.insert(widget_id);
  return {*this, widget_id};
}

void WidgetTurns::end(std::int64_t widget_id) {
  {
    const std::lock_guard lock(mutex_);
    taken_.erase(widget_id);
  }
  ended_.notify_all();
}

}  // namespace orbbench::widget_core
