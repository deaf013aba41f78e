#pragma once

#include <cstddef>
#include <cstdint>

namespace orbbench::orb_core {

/// What overwrites memory.
enum class WipeMethod : std::uint8_t { Sodium, ExplicitBzero, Memset };

/// Chooses for the whole process; WipeMethod::Sodium until then.
void wipe_with(WipeMethod method);

/// Overwrites with zeros, also what is not read any more. All of the core's wiping is done by it.
void wipe(void* memory, std::size_t octets) noexcept;

/// Wipes the 32 KiB of this thread's stack beneath the caller's frame, which calls have used, and
/// the registers that a call need not preserve, which the next spill would put back there.
void wipe_stack() noexcept;

}  // namespace orbbench::orb_core
