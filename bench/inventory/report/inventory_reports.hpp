#pragma once

#include <string>

#include "inventory/comparison.hpp"
#include "inventory/inventory.hpp"

namespace orbbench::inventory {

std::string text_report(const Inventory& inventory);
std::string json_report(const Inventory& inventory);

/// One line for each deallocation, under a line of names (RFC 4180).
std::string csv_report(const Inventory& inventory);

/// What was migrated, reverted, added and lost; what was kept is counted.
std::string text_report(const Comparison& comparison, const Inventory& before,
                        const Inventory& after);
std::string json_report(const Comparison& comparison, const Inventory& before,
                        const Inventory& after);

/// One line for each deallocation of either tree, what was kept too.
std::string csv_report(const Comparison& comparison);

}  // namespace orbbench::inventory
