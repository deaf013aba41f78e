#pragma once

#include <span>
#include <string_view>

namespace orbbench::widget_core {

enum class Pace { Quick, Slow };
/// Whether an answer given earlier may stand in while no core can be reached.
enum class Staleness { Refused, Allowed };

/// One of the core's named operations (idl/orb_core.idl, Widget::invoke).
struct OperationFacts {
  std::string_view name;
  std::string_view parameters;  ///< type names, separated by blanks
  std::string_view result;
  Pace pace = Pace::Quick;
  Staleness staleness = Staleness::Allowed;
};

std::span<const OperationFacts> operations();

/// Null for one that the core need not know.
const OperationFacts* find_operation(std::string_view name);

}  // namespace orbbench::widget_core
