#pragma once

#include <cstdint>
#include <optional>

#include "memory/memory_source.hpp"

namespace orbbench::memory {

/// How far behind the start of a GIOP message the address stands, when it does within one: its
/// header (CORBA 3.3 part 2, 9.4.1) stands in the 64 KiB before it and says so.
std::optional<std::uint64_t> find_orb_buffer(MemorySource& source, const Mapping& mapping,
                                             std::uint64_t address);

}  // namespace orbbench::memory
