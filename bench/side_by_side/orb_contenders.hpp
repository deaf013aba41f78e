#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "contender.hpp"

namespace orbbench::bench {

/// Pings of one core over one connection: a raw TCP round trip of the same size, the bare stub in a
/// bare loop, and orbbench's closed loop and its open loop at half of what one lane carries.
class OrbContenders {
 public:
  /// `block` is how long each runs. Throws CallError when the core does not do its part.
  OrbContenders(const std::string& core, std::chrono::nanoseconds block, std::stop_token stop);
  ~OrbContenders();
  OrbContenders(const OrbContenders&) = delete;
  OrbContenders& operator=(const OrbContenders&) = delete;

  /// They use this.
  std::vector<Contender> all();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace orbbench::bench
