#include "orbbench/widget_bridge/widget_event.hpp"

#include <algorithm>
#include <array>

namespace orbbench::widget_bridge {
namespace {

constexpr std::array<std::string_view, 4> kNames{"click", "key", "hover", "state"};
static_assert(kNames.size() == static_cast<std::size_t>(EventKind::State) + 1);

}  // namespace

std::string_view name_of(EventKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::optional<EventKind> event_kind_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    return std::nullopt;
  }
  return static_cast<EventKind>(found - kNames.begin());
}

}  // namespace orbbench::widget_bridge
