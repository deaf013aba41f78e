#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace orbbench::launcher {

/// The body with which a service on 127.0.0.1 answers GET /health, if it does within a second, and
/// with 200.
std::optional<std::string> ask_health(std::uint16_t port);

}  // namespace orbbench::launcher
