#pragma once

#include <cstddef>
#include <cstdint>

#include "memory/preload/record.hpp"

namespace orbbench::free_witness {

/// Return addresses, innermost first.
struct Frames {
  std::uint64_t address[kMostFrames];
  std::size_t depth;
  bool unwound;  ///< the slow way
};

/// The callers of a function that was called from `caller` with the stack pointer at `stack` before
/// the call. Allocates nothing and takes no lock; any thread, also in a signal handler.
///
/// Compilers keep no frame pointers. The unwinder says how far each caller's frame reaches, in
/// about a microsecond a walk; as that is the same each time for nearly every return address, it is
/// remembered, and a walk becomes a few loads. Addresses at which it was seen to vary (variable
/// arrays, Ada's dynamic frames) are unwound each time, and now and then a remembered walk is held
/// against the unwinder.
Frames walk_frames(std::uint64_t caller, std::uint64_t stack);

}  // namespace orbbench::free_witness
