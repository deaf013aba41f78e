#pragma once

#include <vector>

#include "inventory/inventory.hpp"

namespace orbbench::inventory {

/// The same deallocation in two trees.
struct Match {
  Deallocation before;
  Deallocation after;
};

/// What became of the deallocations of one tree in another. Two are the same that stand in the same
/// library unit for the same types, wherever they stand in it; of several such, those in the same
/// file, region and with the same name first. An access type of another name is the same one where
/// region, instance and object type are.
struct Comparison {
  std::vector<Match> migrated;  ///< from a direct instance to a utility
  std::vector<Match> reverted;  ///< the other way
  std::vector<Match> kept;
  std::vector<Deallocation> added;
  std::vector<Deallocation> lost;
};

Comparison compare(const Inventory& before, const Inventory& after);

}  // namespace orbbench::inventory
