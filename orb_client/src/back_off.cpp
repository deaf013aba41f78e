#include "back_off.hpp"

#include <algorithm>
#include <random>

namespace orbbench::orb_client {
namespace {

constexpr std::uint64_t kWeylStep = 0x9e3779b97f4a7c15;

std::uint64_t random_seed() {
  std::random_device source;
  return (static_cast<std::uint64_t>(source()) << 32) | source();
}

}  // namespace

BackOff::BackOff(const RetryPolicy& policy)
    : first_(policy.first_delay),
      longest_(policy.longest_delay),
      random_state_(policy.seed != 0 ? policy.seed : random_seed()) {}

BackOff::Duration BackOff::after_attempt(std::uint32_t attempt) {
  Duration delay = first_;
  for (std::uint32_t turn = 1; turn < attempt && delay < longest_; ++turn) {
    delay *= 2;
  }
  delay = std::min(delay, longest_);
  return std::chrono::duration_cast<Duration>(delay * (1 - next_share() / 2));
}

// SplitMix64: its state is a counter, so that threads need no lock for it.
double BackOff::next_share() {
  std::uint64_t word = random_state_.fetch_add(kWeylStep) + kWeylStep;
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  word ^= word >> 31;
  return static_cast<double>(word >> 11) * 0x1.0p-53;
}

}  // namespace orbbench::orb_client
