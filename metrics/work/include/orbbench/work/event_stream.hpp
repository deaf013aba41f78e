#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// The stream of changes of state, in Redis.
inline constexpr const char* kEventStream = "orbbench:events";

struct RedisAddress {
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
};

/// What the stream answers instead of doing it. One line.
class EventStreamError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Redis cannot be reached, or cannot serve now. Trying again later may help.
class EventStreamUnavailable : public EventStreamError {
 public:
  using EventStreamError::EventStreamError;
};

/// A change of state that was committed. It may come more than once, with the same number.
struct Event {
  std::string entry_id;       ///< its place in the stream
  std::int64_t event_id = 0;  ///< its number for ever
  std::string at;             ///< ISO 8601, UTC
  std::string kind;           ///< "run.queued", "item.leased", "schedule.fired"
  std::string body;           ///< JSON
};

}  // namespace orbbench::work
