#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "memory/deallocation.hpp"

namespace orbbench::orb_core {

/// A run of octets of fixed length that lives at a site. Moves only; never empty of a block, also
/// when it has no octets.
template <Site kSite>
class OwnedOctets {
 public:
  explicit OwnedOctets(std::size_t length)
      : octets_(static_cast<std::uint8_t*>(allocate(kSite, length))), length_(length) {
    std::fill_n(octets_.get(), length, std::uint8_t{0});
  }
  explicit OwnedOctets(std::span<const std::uint8_t> content)
      : octets_(static_cast<std::uint8_t*>(allocate(kSite, content.size()))),
        length_(content.size()) {
    std::copy(content.begin(), content.end(), octets_.get());
  }
  explicit OwnedOctets(std::string_view text)
      : OwnedOctets(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size())) {}

  std::uint8_t* data() { return octets_.get(); }
  const std::uint8_t* data() const { return octets_.get(); }
  std::size_t size() const { return length_; }
  std::span<const std::uint8_t> span() const { return {octets_.get(), length_}; }
  std::string_view text() const { return {reinterpret_cast<const char*>(octets_.get()), length_}; }

 private:
  struct Release {
    void operator()(std::uint8_t* octets) const noexcept { deallocate(octets, nullptr); }
  };

  std::unique_ptr<std::uint8_t, Release> octets_;
  std::size_t length_;
};

}  // namespace orbbench::orb_core
