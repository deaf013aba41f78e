#include "memory/preload/frame_walk.hpp"

#include <unwind.h>

#include <array>
#include <atomic>

namespace orbbench::free_witness {
namespace {

// An entry is one word, so that it is read and written whole: the return address (47 bits in user
// space), whether a second unwinding agreed, and the frame's octets from the stack pointer after
// the return to the caller's, in words.
constexpr unsigned kSizeBits = 10;  // frames up to 8 KiB; longer ones are unwound
constexpr std::uint64_t kSizeMask = (1U << kSizeBits) - 1;
constexpr std::uint64_t kVaries = kSizeMask;
constexpr std::uint64_t kOutermost = 0;
constexpr std::uint64_t kConfirmed = 1U << kSizeBits;
constexpr unsigned kAddressShift = kSizeBits + 1;

constexpr std::size_t kEntries = 1U << 14U;
constexpr std::size_t kWays = 4;
constexpr std::uint32_t kWalksBetweenProofs = 1024;

std::array<std::atomic<std::uint64_t>, kEntries> remembered;

[[gnu::tls_model("initial-exec")]] thread_local std::uint32_t walks = 0;

std::size_t first_way(std::uint64_t address) {
  constexpr std::uint64_t kSpread = 0x9e3779b97f4a7c15U;
  return static_cast<std::size_t>(address * kSpread >> (64 - 12)) * kWays;
}

std::atomic<std::uint64_t>* find_entry(std::uint64_t address) {
  const std::size_t first = first_way(address);
  for (std::size_t way = 0; way < kWays; ++way) {
    auto& entry = remembered[first + way];
    if (entry.load(std::memory_order_relaxed) >> kAddressShift == address) {
      return &entry;
    }
  }
  return nullptr;
}

std::atomic<std::uint64_t>& entry_to_replace(std::uint64_t address) {
  const std::size_t first = first_way(address);
  for (std::size_t way = 0; way < kWays; ++way) {
    auto& entry = remembered[first + way];
    if (entry.load(std::memory_order_relaxed) == 0) {
      return entry;
    }
  }
  return remembered[first + (address >> 4U) % kWays];
}

void learn(std::uint64_t address, std::uint64_t words) {
  const std::uint64_t size = words >= kVaries ? kVaries : words;
  auto* known = find_entry(address);
  if (known == nullptr) {
    entry_to_replace(address).store(address << kAddressShift | size, std::memory_order_relaxed);
    return;
  }
  const std::uint64_t before = known->load(std::memory_order_relaxed) & kSizeMask;
  const std::uint64_t now = before == size ? size | kConfirmed : kVaries | kConfirmed;
  known->store(address << kAddressShift | now, std::memory_order_relaxed);
}

struct Unwinding {
  Frames* frames;
  std::uint64_t stack;  ///< where the walk starts: frames below are the witness's own
  std::uint64_t stack_of_last = 0;
};

_Unwind_Reason_Code take_frame(_Unwind_Context* context, void* argument) {
  auto& unwinding = *static_cast<Unwinding*>(argument);
  Frames& frames = *unwinding.frames;
  const std::uint64_t stack = _Unwind_GetCFA(context);
  const std::uint64_t address = _Unwind_GetIP(context);
  if (stack < unwinding.stack) {
    return _URC_NO_REASON;
  }
  if (frames.depth > 0) {
    learn(frames.address[frames.depth - 1],
          address == 0 ? kOutermost : (stack - unwinding.stack_of_last) / 8);
  }
  if (frames.depth == kMostFrames || address == 0) {
    return _URC_NORMAL_STOP;
  }
  frames.address[frames.depth++] = address;
  unwinding.stack_of_last = stack;
  return _URC_NO_REASON;
}

Frames unwind(std::uint64_t stack) {
  Frames frames{{}, 0, true};
  Unwinding unwinding{&frames, stack};
  if (_Unwind_Backtrace(take_frame, &unwinding) == _URC_END_OF_STACK && frames.depth > 0) {
    learn(frames.address[frames.depth - 1], kOutermost);
  }
  return frames;
}

/// False when a frame on the way is not known well enough.
bool walk_as_remembered(std::uint64_t address, std::uint64_t stack, Frames& frames) {
  while (frames.depth < kMostFrames && address != 0) {
    frames.address[frames.depth++] = address;
    const auto* entry = find_entry(address);
    const std::uint64_t known = entry == nullptr ? 0 : entry->load(std::memory_order_relaxed);
    const std::uint64_t size = known & kSizeMask;
    if (entry == nullptr || (known & kConfirmed) == 0 || size == kVaries) {
      return false;
    }
    if (size == kOutermost) {
      return true;
    }
    stack += size * 8;
    // NOLINTNEXTLINE(performance-no-int-to-ptr): a place on the stack
    address = *reinterpret_cast<const std::uint64_t*>(stack - 8);
  }
  return true;
}

}  // namespace

Frames walk_frames(std::uint64_t caller, std::uint64_t stack) {
  Frames frames{{}, 0, false};
  const bool prove = walks++ % kWalksBetweenProofs == kWalksBetweenProofs - 1;
  if (!prove && walk_as_remembered(caller, stack, frames)) {
    return frames;
  }
  return unwind(stack);
}

}  // namespace orbbench::free_witness
