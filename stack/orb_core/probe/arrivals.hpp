#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "memory/deallocation.hpp"

namespace orbbench::orb_core {

struct ArrivalCounts {
  std::uint64_t arrived = 0;
  std::uint64_t out_of_order = 0;
  std::uint64_t last_sequence_number = 0;
};

/// What the oneways brought, by channel. Thread-safe; at most kMaxChannels are kept.
class Arrivals {
 public:
  static constexpr std::size_t kMaxChannels = 1024;

  void note(std::string_view channel, std::uint64_t sequence_number);
  ArrivalCounts of(std::string_view channel) const;
  void forget(std::string_view channel);

 private:
  struct Channel {
    ArrivalCounts counts;
    std::uint64_t highest = 0;
  };
  using Channels =
      std::map<std::string, Channel, std::less<>,
               SiteAllocator<std::pair<const std::string, Channel>, Site::ArrivalChannel>>;

  mutable std::mutex mutex_;
  Channels channels_;
};

}  // namespace orbbench::orb_core
