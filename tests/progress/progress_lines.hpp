#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::tests {

using Events = std::vector<nlohmann::json>;

/// The events of that text, a line each. Fails the test for a line that is no event, or one that
/// lacks a field, has one too many, or one of another type: the form of docs/console.md.
Events events_of(const std::string& text);

/// Those of this name.
Events named(const Events& events, const std::string& name);

}  // namespace orbbench::tests
