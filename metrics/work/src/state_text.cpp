#include "state_text.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "orbbench/store/store_error.hpp"

namespace orbbench::work {
namespace {

constexpr std::array<const char*, 6> kRunStates{"queued",   "running", "paused",
                                                "finished", "failed",  "cancelled"};
constexpr std::array<const char*, 5> kItemStates{"ready", "leased", "done", "failed", "cancelled"};

template <class State, std::size_t kCount>
State state_of(const std::array<const char*, kCount>& names, std::string_view text) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) {
    throw store::StoreRefused("'" + std::string(text) + "' is no state that this version knows");
  }
  return static_cast<State>(found - names.begin());
}

}  // namespace

const char* to_text(RunState state) {
  return kRunStates.at(static_cast<std::size_t>(state));
}
const char* to_text(ItemState state) {
  return kItemStates.at(static_cast<std::size_t>(state));
}
RunState run_state_of(std::string_view text) {
  return state_of<RunState>(kRunStates, text);
}
ItemState item_state_of(std::string_view text) {
  return state_of<ItemState>(kItemStates, text);
}

}  // namespace orbbench::work
