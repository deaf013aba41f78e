#include "correlation_id.hpp"

#include <algorithm>
#include <random>

#include "orbbench/orb_client/correlation_scope.hpp"

namespace orbbench::service {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

bool is_allowed(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
}

}  // namespace

bool is_correlation_id(std::string_view text) {
  return !text.empty() && text.size() <= orb_client::CorrelationScope::kMaxOctets &&
         std::ranges::all_of(text, is_allowed);
}

std::string make_correlation_id() {
  // Unique, not secret: a generator of the thread's own is enough.
  static thread_local std::mt19937_64 generator{
      (static_cast<std::uint64_t>(std::random_device{}()) << 32) ^ std::random_device{}()};
  std::string id;
  for (const std::uint64_t word : {generator(), generator()}) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      id += kDigits[(word >> shift) & 15];
    }
  }
  return id;
}

}  // namespace orbbench::service
