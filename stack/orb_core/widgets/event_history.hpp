#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>

#include "memory/deallocation.hpp"

namespace orbbench::orb_core {

struct EventRecord {
  static constexpr Site kSite = Site::EventRecord;
  std::uint64_t sequence_number;
  std::chrono::system_clock::time_point time;
  std::array<char, 32> operation;
  bool succeeded;
};

/// The last events of one widget, numbered without gaps. Thread-safe.
class EventHistory {
 public:
  static constexpr std::size_t kKept = 64;

  EventHistory() : queue_(make_owned<Queue>()) {}

  /// Adds an event; the oldest goes when there are more than kKept.
  void add(std::string_view operation, bool succeeded);

 private:
  struct Queue {
    static constexpr Site kSite = Site::EventQueue;
    std::array<Owned<EventRecord>, kKept> records;
    std::uint64_t last_sequence_number;
  };

  std::mutex mutex_;
  Owned<Queue> queue_;
};

}  // namespace orbbench::orb_core
