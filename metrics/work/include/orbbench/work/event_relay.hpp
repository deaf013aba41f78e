#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "orbbench/store/store_error.hpp"
#include "orbbench/work/event_stream.hpp"

namespace orbbench::work {

/// Carries events from the outbox of a results database to the stream, each at least once and in
/// their order. Any number of relays may run; one at a time carries. The outbox keeps what the
/// stream keeps: where Redis came back without its latest entries, or with none, they are carried
/// again. Used by one thread at a time.
class EventRelay {
 public:
  /// Of the stream's entries about the last `stream_length` are kept.
  EventRelay(std::string connection, RedisAddress redis, std::size_t stream_length = 20'000);
  ~EventRelay();
  EventRelay(EventRelay&&) noexcept;

  /// Carries what is there, and returns how many; none while another relay carries. Nothing is lost
  /// when it throws: EventStreamError, store::StoreUnavailable, store::StoreRefused.
  std::size_t relay();

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::work
