#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::launcher {

struct WantedPort {
  std::string user;  ///< "PostgreSQL"
  std::string flag;  ///< "--postgres-port"
  std::uint16_t number = 0;
};

/// Throws StackError naming port, part and remedies if one of them (0 excepted) cannot be listened
/// on, or is wanted twice.
void require_free(const std::vector<WantedPort>& ports);

}  // namespace orbbench::launcher
