#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>

#include "faults/fault_plan.hpp"
#include "faults/giop_message.hpp"

namespace orbbench::faults {

/// One connection's requests that were not answered yet: a reply and a GIOP 1.2 fragment are known
/// by the operation of their request. Remembers the last 4096 of them, of an operation's name the
/// first 256 octets. For one thread.
class Conversation {
 public:
  /// What a fault is matched with.
  Subject follow(Direction direction, const GiopMessage& message);

 private:
  void remember(std::uint32_t request_id, const std::string& operation);

  std::map<std::uint32_t, std::string> operations_;
  std::deque<std::uint32_t> order_;
};

}  // namespace orbbench::faults
