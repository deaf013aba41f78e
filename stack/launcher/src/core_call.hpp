#pragma once

#include <chrono>
#include <string>

namespace orbbench::launcher {

/// Makes one real call, a ping through a leased lane, to the core of that reference. Returns
/// whether it was answered within the time; throws orb_client::ConfigError for a reference that is
/// none. Makes and ends an ORB of its own, so no other may exist in the process.
bool core_answers(const std::string& reference, std::chrono::milliseconds time);

}  // namespace orbbench::launcher
