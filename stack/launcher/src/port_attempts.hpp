#pragma once

#include <cstdint>
#include <filesystem>

#include "part.hpp"

namespace orbbench::launcher {

/// How often a part is started anew when another program took the free port that was found for it.
inline constexpr int kPortAttempts = 5;

enum class PortChoice { Fixed, Free };

/// Whether what the context's program has written says that its port was taken.
bool says_port_taken(const PartContext& context);

/// Calls `start`, which finds its ports anew each time, until the ports that were free a moment ago
/// still are. Throws PartFailure.
template <typename Start>
auto start_on_ports(const PartContext& context, PortChoice choice, Start start) {
  for (int attempt = 1;; ++attempt) {
    try {
      return start();
    } catch (const PartFailure&) {
      if (choice == PortChoice::Fixed || attempt == kPortAttempts || !says_port_taken(context)) {
        throw;
      }
    }
  }
}

}  // namespace orbbench::launcher
