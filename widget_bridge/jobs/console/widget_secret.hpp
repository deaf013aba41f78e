#pragma once

#include <sodium.h>

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace orbbench::console {

/// What the user typed into a password field, on its way to the core: wiped when it goes. Moves
/// only, and never grows, since that would leave a copy behind.
class WidgetSecret {
 public:
  WidgetSecret() = default;
  explicit WidgetSecret(std::string_view text) : octets_(text.begin(), text.end()) {}
  WidgetSecret(WidgetSecret&& other) noexcept : octets_(std::exchange(other.octets_, {})) {}
  WidgetSecret& operator=(WidgetSecret&&) = delete;
  WidgetSecret(const WidgetSecret&) = delete;
  WidgetSecret& operator=(const WidgetSecret&) = delete;
  ~WidgetSecret() { sodium_memzero(octets_.data(), octets_.size()); }

  bool empty() const { return octets_.empty(); }
  std::span<std::uint8_t> octets() { return octets_; }

 private:
  std::vector<std::uint8_t> octets_;
};

}  // namespace orbbench::console
