#pragma once

#include <map>
#include <string>
#include <string_view>

namespace orbbench::gateway {

/// Replaces each `{{name}}` of the text by its value. Throws std::logic_error for a name without
/// one.
std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values);

}  // namespace orbbench::gateway
