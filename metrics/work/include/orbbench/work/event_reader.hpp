#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "orbbench/work/event_stream.hpp"

namespace orbbench::work {

/// A consumer of a group that reads the stream. Each event is read by one consumer of the group,
/// and belongs to it until it is acknowledged; what a consumer has not acknowledged for a while is
/// given to another one. A new group begins with the oldest entry there is. Makes its connection
/// when it is needed, and a new one when it broke. Used by one thread at a time.
class EventReader {
 public:
  struct Settings {
    RedisAddress redis;
    std::string group;
    std::string consumer;
    std::chrono::milliseconds reclaim_after{30'000};  ///< of another one's silence about an event
    std::size_t batch = 100;
  };

  explicit EventReader(Settings settings);
  ~EventReader();
  EventReader(EventReader&&) noexcept;

  /// What this consumer was given before and never acknowledged, then what others left, then what
  /// is new, for which it waits that long. Empty when there is nothing. Throws EventStreamError.
  std::vector<Event> read(std::chrono::milliseconds wait);

  /// They are not given to anybody of the group any more. Throws EventStreamError.
  void acknowledge(const std::vector<Event>& events);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::work
