#pragma once

#include <cstdint>

namespace orbbench::launcher {

/// A port that was free on 127.0.0.1 a moment ago. Whoever binds it next must expect to be late.
/// Throws std::system_error when there is none.
std::uint16_t find_free_port();

}  // namespace orbbench::launcher
