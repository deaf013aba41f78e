#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "memory/encodings.hpp"
#include "memory/word_filter.hpp"

namespace orbbench::memory {

/// A run of octets that belongs to a form of a canary.
struct Hit {
  std::uint64_t address = 0;
  std::uint32_t length = 0;  ///< octets in memory
  std::size_t canary = 0;    ///< its place in the list of canaries
  Encoding encoding = Encoding::Raw;
  bool whole = false;  ///< the whole form, else a fragment

  std::uint64_t end() const { return address + length; }
  bool operator==(const Hit&) const = default;
};

/// Octets that consecutive pieces of one stretch of memory must have in common.
inline constexpr std::size_t kSeam = 256;
static_assert(kSeam >= kLongestPattern);

/// Looks for the patterns in memory that is given to it in pieces of at most `most_octets`.
///
/// Any run of 8 octets holds an aligned 4-octet word: these alone are filtered, and what passes is
/// compared with the patterns to either side.
class Scanner {
 public:
  Scanner(const Patterns& patterns, std::size_t most_octets,
          FindWords find_words = best_find_words());
  ~Scanner();
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  /// A piece of memory. Its first `overlap` octets (0, or kSeam) are the last of the piece before,
  /// which was passed on at once before this one.
  void scan(std::uint64_t address, std::span<const std::uint8_t> octets, std::size_t overlap);

  /// After the last piece of a stretch: what followed could not be had or is none.
  void finish();

  /// All so far, each run once, in the order of their addresses within a stretch.
  const std::vector<Hit>& hits() const { return hits_; }
  /// Runs beyond the 4096 that are kept.
  std::uint64_t hits_left_out() const { return left_out_; }

 private:
  /// A word of a pattern. Zero is no word: it passes no filter.
  struct Entry {
    std::uint32_t word = 0;
    std::uint32_t pattern = 0;
    std::uint32_t offset = 0;
  };
  struct Run {                 // of a pattern: the last that was found
    std::uint64_t origin = 0;  // where the pattern would start
    std::uint64_t end = 0;
  };

  void add(const Entry& entry);
  std::size_t slot_of(std::uint32_t word) const;
  void look_at(std::uint64_t address, std::span<const std::uint8_t> octets, std::size_t place,
               std::size_t overlap);
  void compare(std::uint64_t address, std::span<const std::uint8_t> octets, std::size_t at,
               std::size_t overlap, const Entry& entry);
  void keep(const Hit& hit);

  const std::vector<Pattern>& patterns_;
  FindWords find_words_;
  WordFilter filter_;
  std::vector<Entry> words_;  // open addressing, a power of two
  std::vector<std::uint32_t> candidates_;
  std::vector<Run> last_run_;
  std::vector<Hit> unfinished_;  // they reach the end of the last piece
  std::vector<Hit> hits_;
  std::uint64_t left_out_ = 0;
};

/// Of hits of the same canary that overlap, the longest alone: other forms may coincide with part
/// of it. Sorted by address.
std::vector<Hit> without_shadows(std::vector<Hit> hits);

}  // namespace orbbench::memory
