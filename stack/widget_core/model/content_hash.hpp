#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace orbbench::widget_core {

/// SHA-256 of the value's canonical JSON (members in the order of their names, no blanks, UTF-8),
/// as 64 hex digits: the same for the same content, in every process.
std::string hash_content(const nlohmann::json& content);

}  // namespace orbbench::widget_core
