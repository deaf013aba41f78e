#pragma once

#include <elfutils/libdw.h>

#include <string>

namespace orbbench::free_witness {

/// A demangled name says an enumerator as "(orb_core::Site)8": with the enumerator's name in place
/// of each number that the unit's debug information knows.
std::string with_named_enumerators(const std::string& function, Dwarf_Die& unit);

}  // namespace orbbench::free_witness
