#pragma once

#include <optional>

#include "orbbench/launcher/named_stack.hpp"

namespace orbbench::launcher {

/// Replaces the folder's state.json at once, readable by this user only: it holds a password.
void write_state(const StackState& state);

/// None while the keeper has not written it yet.
std::optional<StackState> read_state(const std::filesystem::path& stack_folder);

std::filesystem::path log_of(const std::filesystem::path& stack_folder, const std::string& part);

/// This instant in UTC, ISO 8601 with seconds.
std::string utc_now();

}  // namespace orbbench::launcher
