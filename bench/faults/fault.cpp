#include "faults/fault.hpp"

#include <algorithm>
#include <array>

#include "faults/fault_limits.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::faults {
namespace {

using orb_client::ConfigError;

constexpr std::size_t kLongestName = 64;

void require(bool holds, const Fault& fault, const std::string& mistake) {
  if (!holds) {
    throw ConfigError(std::string("fault ") + to_string(fault.kind) + ": " + mistake);
  }
}

bool is_between(std::uint64_t least, std::uint64_t value, std::uint64_t most) {
  return least <= value && value <= most;
}

bool is_delay(std::chrono::milliseconds time, std::int64_t least) {
  return least <= time.count() && time <= kLongestDelay;
}

bool is_name(const std::string& name) {
  return is_between(1, name.size(), kLongestName) &&
         std::ranges::all_of(name, [](char letter) { return letter >= ' ' && letter <= '~'; });
}

bool needs_giop(const Fault& fault) {
  const Match& match = fault.match;
  return fault.kind == FaultKind::CloseConnection || fault.kind == FaultKind::Duplicate ||
         fault.kind == FaultKind::Drop || match.type || match.operation || match.request_id;
}

void check_match(const Fault& fault) {
  const Match& match = fault.match;
  require(match.every >= 1, fault, "every must be 1 or more");
  require(!match.first || *match.first >= 1, fault, "first must be 1 or more");
  require(match.probability > 0 && match.probability <= 1, fault,
          "probability must be above 0 and not above 1");
}

void check_settings(const Fault& fault, Protocol protocol) {
  const bool in_header = protocol == Protocol::Giop && fault.part == MessagePart::Header;
  switch (fault.kind) {
    case FaultKind::Delay:
      require(is_delay(fault.delay, 0) && is_delay(fault.jitter, 0) &&
                  (fault.delay + fault.jitter).count() > 0,
              fault, "delay and jitter must be from 0 ms to an hour, and not both 0");
      return;
    case FaultKind::Throttle:
      require(is_between(1, fault.octets_per_second, kMostOctets), fault,
              "octets_per_second must be 1 or more");
      return;
    case FaultKind::Slice:
      require(is_between(1, fault.piece_octets, kMostOctets), fault,
              "piece_octets must be 1 or more");
      return;
    case FaultKind::Flip:
      require(fault.mask != 0, fault, "mask must not be 0");
      require(fault.offset <= (in_header ? kGiopHeaderOctets - 1 : kMostOctets), fault,
              "offset lies behind that part");
      return;
    case FaultKind::Cut:
    case FaultKind::Reset:
      require(fault.after_octets <= kMostOctets, fault, "after_octets is too large");
      return;
    case FaultKind::Withhold:
    case FaultKind::CloseConnection:
    case FaultKind::Duplicate:
    case FaultKind::Drop:
      return;
  }
}

/// Duplicate and drop are of replies.
void narrow_to_replies(Fault& fault) {
  if (fault.kind != FaultKind::Duplicate && fault.kind != FaultKind::Drop) {
    return;
  }
  require(fault.match.type.value_or(MessageType::Reply) == MessageType::Reply &&
              fault.match.direction.value_or(Direction::ToClient) == Direction::ToClient,
          fault, "it is of replies to the client only");
  fault.match.type = MessageType::Reply;
  fault.match.direction = Direction::ToClient;
}

}  // namespace

const char* to_string(Direction direction) {
  return direction == Direction::ToServer ? "to_server" : "to_client";
}

const char* to_string(FaultKind kind) {
  constexpr std::array kNames = {"delay",     "withhold", "cut",  "reset",
                                 "throttle",  "slice",    "flip", "close_connection",
                                 "duplicate", "drop"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Fault checked(Fault fault, Protocol protocol) {
  if (fault.name.empty()) {
    fault.name = to_string(fault.kind);
  }
  require(is_name(fault.name), fault, "name must be 1 to 64 printable ASCII characters");
  require(protocol == Protocol::Giop || !needs_giop(fault), fault,
          "it, or its match, needs GIOP: not with --bytes");
  check_match(fault);
  check_settings(fault, protocol);
  narrow_to_replies(fault);
  return fault;
}

std::vector<std::string> without_effect(const std::vector<FaultStatistics>& faults) {
  std::vector<std::string> lines;
  for (const FaultStatistics& fault : faults) {
    if (fault.effects == 0) {
      lines.push_back("fault " + std::to_string(fault.id) + " (" + fault.fault.name +
                      ") had no effect: " + std::to_string(fault.matched) + " messages fitted, " +
                      std::to_string(fault.hits) + " were hit");
    }
  }
  return lines;
}

}  // namespace orbbench::faults
