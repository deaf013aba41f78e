#include "orbbench/widget_bridge/widget.hpp"

#include <algorithm>
#include <array>

namespace orbbench::widget_bridge {
namespace {

constexpr std::array<std::string_view, 4> kNames{"created", "active", "inactive", "destroyed"};
static_assert(kNames.size() == static_cast<std::size_t>(LifecycleState::Destroyed) + 1);

}  // namespace

std::string_view name_of(LifecycleState state) {
  return kNames[static_cast<std::size_t>(state)];
}

std::optional<LifecycleState> lifecycle_state_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    return std::nullopt;
  }
  return static_cast<LifecycleState>(found - kNames.begin());
}

bool may_move(LifecycleState from, LifecycleState to) {
  switch (to) {
    case LifecycleState::Created:
      return false;
    case LifecycleState::Active:
      return from == LifecycleState::Created || from == LifecycleState::Inactive;
    case LifecycleState::Inactive:
      return from == LifecycleState::Active;
    case LifecycleState::Destroyed:
      return from != LifecycleState::Destroyed;
  }
  return false;
}

}  // namespace orbbench::widget_bridge
