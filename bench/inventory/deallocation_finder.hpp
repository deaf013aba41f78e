#pragma once

#include <string>
#include <vector>

#include "inventory/ada_source.hpp"
#include "inventory/inventory.hpp"

namespace orbbench::inventory {

struct Findings {
  std::vector<Deallocation> deallocations;
  std::vector<Utility> utilities;
  std::vector<Doubt> doubts;
};

/// Finds the deallocations in what was read, and the generics that are utilities: those that
/// contain an instance for an access type which is their own formal type.
Findings find_deallocations(const std::vector<AdaSource>& sources,
                            const std::vector<std::string>& named_utilities);

}  // namespace orbbench::inventory
