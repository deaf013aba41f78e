#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// What the preloaded library and the bench share: one mapped file of fixed size. The bench makes
/// it and gives canaries, the library writes down what it sees. No pointers, no allocation; every
/// field that both may touch at once is atomic.
namespace orbbench::free_witness {

inline constexpr const char* kFileVariable = "ORBBENCH_FREE_WITNESS";

inline constexpr std::uint64_t kMagic = 0x3145455246'42524fU;  // "ORBFREE1", little-endian
inline constexpr std::size_t kCanaryOctets = 32;
inline constexpr std::size_t kMostCanaries = 64;
inline constexpr std::size_t kMostFrames = 8;
inline constexpr std::size_t kMostModules = 128;
inline constexpr std::size_t kMostPathOctets = 232;
inline constexpr std::size_t kMostCallPaths = 4096;
/// Of each block, so that freeing a huge one stays quick.
inline constexpr std::size_t kMostOctetsLookedAt = std::size_t{1} << 20U;

static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// Every eight-octet run of every canary, by its fingerprint: the run times an odd random number.
/// That is a bijection, so equal fingerprints are equal runs, and no canary itself lies in the
/// memory of the core through its witness.
struct Fingerprints {
  static constexpr unsigned kFilterBits = 15;
  static constexpr unsigned kTableBits = 12;
  static constexpr std::size_t kRunsPerCanary = kCanaryOctets - 7;
  static_assert(kMostCanaries * kRunsPerCanary < (1U << kTableBits) / 2);

  std::uint64_t multiplier;
  std::atomic<std::uint64_t> filter[(1U << kFilterBits) / 64];
  std::atomic<std::uint64_t> table[1U << kTableBits];  ///< 0 is empty
};

/// A loaded file of the core.
struct Module {
  std::atomic<std::uint64_t> start;  ///< 0 until the rest is written
  std::uint64_t end;
  std::uint64_t bias;          ///< load address less the address in the file
  char path[kMostPathOctets];  ///< empty for the program itself
};

/// One way by which free was reached, and the blocks that came by it.
struct CallPath {
  std::atomic<std::uint64_t> key;     ///< 0 is empty
  std::atomic<std::uint64_t> depth;   ///< 0 until the frames are written
  std::uint64_t frames[kMostFrames];  ///< return addresses, innermost first
  std::atomic<std::uint64_t> blocks;
  std::atomic<std::uint64_t> octets;
  std::atomic<std::uint64_t> unwiped;       ///< blocks with content left in them
  std::atomic<std::uint64_t> content;       ///< octets of content, in all of them
  std::atomic<std::uint64_t> most_content;  ///< octets of content, in any one
  std::atomic<std::uint64_t> with_canary;   ///< blocks with a run of a canary in them
  std::atomic<std::uint64_t> with_whole_canary;
};

struct Record {
  std::uint64_t magic;
  std::uint64_t size;                   ///< of this struct, which changes with its layout
  std::atomic<std::uint64_t> watching;  ///< the library looks at blocks while this is not 0
  Fingerprints fingerprints;

  std::atomic<std::uint64_t> process;     ///< id of the process that is looked at; 0 until then
  std::atomic<std::uint64_t> bystanders;  ///< its children that loaded the library and stay out
  char program[kMostPathOctets];
  std::atomic<std::uint64_t> blocks;     ///< freed while watching
  std::atomic<std::uint64_t> cut_short;  ///< blocks longer than kMostOctetsLookedAt
  std::atomic<std::uint64_t> unplaced;   ///< blocks whose call path found no room
  std::atomic<std::uint64_t> unplaced_with_canary;
  std::atomic<std::uint64_t> unwindings;  ///< call paths that had to be found by unwinding
  std::atomic<std::uint64_t> modules_known;
  Module modules[kMostModules];
  CallPath call_paths[kMostCallPaths];
};

}  // namespace orbbench::free_witness
