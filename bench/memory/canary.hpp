#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace orbbench::memory {

inline constexpr std::size_t kCanaryOctets = 32;

/// A secret that is never the same twice. This process keeps it masked, so that it stands nowhere
/// in plain but in the argument of a call and in the patterns of a scan, both of which are wiped.
class Canary {
 public:
  /// None of its octets is zero: beside zeros, of which memory is full, a fragment would seem
  /// longer than it is.
  static Canary draw();

  /// Calls `use(span of 32 octets)`; the plain octets are wiped when it returns or throws.
  template <class Use>
  void reveal(Use&& use) const {
    const Plain plain(*this);
    use(std::span<const std::uint8_t, kCanaryOctets>(plain.octets));
  }

 private:
  using Octets = std::array<std::uint8_t, kCanaryOctets>;

  struct Plain {
    explicit Plain(const Canary& canary);
    ~Plain();
    Plain(const Plain&) = delete;
    Plain& operator=(const Plain&) = delete;
    Octets octets;
  };

  Canary() = default;

  Octets masked_{};
  Octets mask_{};
};

/// Overwrites octets in a way that no compiler leaves out.
void wipe(std::span<std::uint8_t> octets);

}  // namespace orbbench::memory
