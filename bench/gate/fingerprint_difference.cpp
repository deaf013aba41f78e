#include "gate/fingerprint_difference.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace orbbench::gate {
namespace {

constexpr std::array kMachine{"processor", "processors", "governor", "kept awake by"};

std::string value_of(const Fingerprint& fingerprint, const std::string& key) {
  const auto found = fingerprint.find(key);
  return found != fingerprint.end() ? found->second : "";
}

std::string shown(const std::string& value) {
  return value.empty() ? "not known" : value;
}

}  // namespace

bool is_same_machine(const Fingerprint& baseline, const Fingerprint& here) {
  return std::ranges::all_of(
      kMachine, [&](const char* key) { return value_of(baseline, key) == value_of(here, key); });
}

std::vector<std::string> describe_differences(const Fingerprint& baseline,
                                              const Fingerprint& here) {
  std::set<std::string> keys;
  for (const Fingerprint* side : {&baseline, &here}) {
    for (const auto& [key, value] : *side) {
      keys.insert(key);
    }
  }
  keys.erase("core");
  std::vector<std::string> lines;
  for (const std::string& key : keys) {
    const std::string there = value_of(baseline, key);
    const std::string now = value_of(here, key);
    if (there != now) {
      lines.push_back(key + ": " + shown(there) + " in the baseline, " + shown(now) + " here");
    }
  }
  return lines;
}

}  // namespace orbbench::gate
