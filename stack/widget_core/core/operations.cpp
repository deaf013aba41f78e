#include "core/operations.hpp"

#include <algorithm>
#include <array>

namespace orbbench::widget_core {
namespace {

constexpr std::array<OperationFacts, 13> kOperations{{
    {"test_operation", "", "string"},
    {"simple_operation", "", "string"},
    {"slow_operation", "", "string", Pace::Slow, Staleness::Refused},
    {"very_slow_operation", "", "string", Pace::Slow, Staleness::Refused},
    {"timeout_operation", "", "string", Pace::Slow, Staleness::Refused},
    {"exception_operation", "", "void", Pace::Quick, Staleness::Refused},
    {"echo", "any", "any"},
    {"reverse", "string", "string"},
    {"uppercase", "string", "string"},
    {"add", "number number", "number"},
    {"subtract", "number number", "number"},
    {"multiply", "number number", "number"},
    {"divide", "number number", "double"},
}};

}  // namespace

std::span<const OperationFacts> operations() {
  return kOperations;
}

const OperationFacts* find_operation(std::string_view name) {
  const auto* found = std::find_if(kOperations.begin(), kOperations.end(),
                                   [name](const auto& entry) { return entry.name == name; });
  return found == kOperations.end() ? nullptr : found;
}

}  // namespace orbbench::widget_core
