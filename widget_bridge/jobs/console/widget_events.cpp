#include "console/widget_events.hpp"

#include <utility>

namespace orbbench::console {

void WidgetEvents::add(WidgetEntry entry) {
  entry.number = ++written_;
  entry.time = std::chrono::system_clock::now();
  entries_.push_back(std::move(entry));
  if (entries_.size() > kMost) {
    entries_.pop_front();
  }
}

}  // namespace orbbench::console
