#pragma once

#include <string>
#include <vector>

namespace orbbench::widget_core {

/// The names of all widget types, as an error lists them.
std::vector<std::string> supported_types();

}  // namespace orbbench::widget_core
