#include "memory/scanner.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace orbbench::memory {
namespace {

constexpr std::size_t kMostHits = 4096;
constexpr std::size_t kWord = 4;

std::uint32_t word_at(std::span<const std::uint8_t> octets, std::size_t place) {
  std::uint32_t word = 0;
  std::memcpy(&word, octets.data() + place, kWord);
  return word;
}

/// How many octets before the places are equal.
std::size_t equal_before(std::span<const std::uint8_t> left, std::size_t left_place,
                         std::span<const std::uint8_t> right, std::size_t right_place) {
  std::size_t count = 0;
  while (count < left_place && count < right_place &&
         left[left_place - count - 1] == right[right_place - count - 1]) {
    ++count;
  }
  return count;
}

std::size_t equal_after(std::span<const std::uint8_t> left, std::size_t left_place,
                        std::span<const std::uint8_t> right, std::size_t right_place) {
  std::size_t count = 0;
  while (left_place + count < left.size() && right_place + count < right.size() &&
         left[left_place + count] == right[right_place + count]) {
    ++count;
  }
  return count;
}

}  // namespace

Scanner::Scanner(const Patterns& patterns, std::size_t most_octets, FindWords find_words)
    : patterns_(patterns.all()),
      find_words_(find_words),
      candidates_(most_octets / kWord),
      last_run_(patterns_.size()) {
  std::size_t entries = 1;
  for (const Pattern& pattern : patterns_) {
    entries += pattern.octets.size();
  }
  words_.resize(std::bit_ceil(4 * entries));
  for (std::uint32_t pattern = 0; pattern < patterns_.size(); ++pattern) {
    const auto& octets = patterns_[pattern].octets;
    for (std::uint32_t offset = 0; offset + kWord <= octets.size(); ++offset) {
      add({word_at(octets, offset), pattern, offset});
    }
  }
}

Scanner::~Scanner() {
  wipe({reinterpret_cast<std::uint8_t*>(words_.data()), words_.size() * sizeof(Entry)});
}

void Scanner::add(const Entry& entry) {
  if (entry.word == 0) {
    return;
  }
  filter_.add(entry.word);
  std::size_t slot = slot_of(entry.word);
  while (words_[slot].word != 0) {
    slot = (slot + 1) & (words_.size() - 1);
  }
  words_[slot] = entry;
}

std::size_t Scanner::slot_of(std::uint32_t word) const {
  return (word * WordFilter::kMultiplier >> 8U) & (words_.size() - 1);
}

void Scanner::scan(std::uint64_t address, std::span<const std::uint8_t> octets,
                   std::size_t overlap) {
  if (overlap == 0) {
    finish();
  } else {
    unfinished_.clear();  // found again in this piece, and longer
    std::fill(last_run_.begin(), last_run_.end(), Run());
  }
  const std::size_t found = find_words_(filter_, octets, candidates_);
  for (std::size_t i = 0; i < found; ++i) {
    look_at(address, octets, candidates_[i], overlap);
  }
}

void Scanner::look_at(std::uint64_t address, std::span<const std::uint8_t> octets,
                      std::size_t place, std::size_t overlap) {
  const std::uint32_t word = word_at(octets, place);
  for (std::size_t slot = slot_of(word); words_[slot].word != 0;
       slot = (slot + 1) & (words_.size() - 1)) {
    if (words_[slot].word == word) {
      compare(address, octets, place, overlap, words_[slot]);
    }
  }
}

void Scanner::compare(std::uint64_t address, std::span<const std::uint8_t> octets, std::size_t at,
                      std::size_t overlap, const Entry& entry) {
  const Pattern& pattern = patterns_[entry.pattern];
  Run& last = last_run_[entry.pattern];
  const std::uint64_t origin = address + at - entry.offset;
  if (last.origin == origin && address + at < last.end) {
    return;
  }
  const std::size_t before = equal_before(octets, at, pattern.octets, entry.offset);
  const std::size_t length = before + equal_after(octets, at, pattern.octets, entry.offset);
  last = {origin, address + at - before + length};
  if (length < pattern.shortest) {
    return;
  }
  const std::size_t end = at - before + length;
  const bool at_its_end = entry.offset - before + length == pattern.octets.size();
  if (end < overlap || (end == overlap && at_its_end)) {
    return;  // the piece before had it
  }
  const Hit hit{address + at - before, static_cast<std::uint32_t>(length), pattern.canary,
                pattern.encoding, length == pattern.octets.size()};
  if (end == octets.size() && !at_its_end) {
    unfinished_.push_back(hit);
    return;
  }
  keep(hit);
}

void Scanner::finish() {
  for (const Hit& hit : unfinished_) {
    keep(hit);
  }
  unfinished_.clear();
  std::fill(last_run_.begin(), last_run_.end(), Run());
}

void Scanner::keep(const Hit& hit) {
  if (hits_.size() < kMostHits) {
    hits_.push_back(hit);
  } else {
    ++left_out_;
  }
}

std::vector<Hit> without_shadows(std::vector<Hit> hits) {
  std::stable_sort(hits.begin(), hits.end(),
                   [](const Hit& left, const Hit& right) { return left.length > right.length; });
  std::vector<Hit> kept;
  for (const Hit& hit : hits) {
    const bool shadowed = std::any_of(kept.begin(), kept.end(), [&](const Hit& longer) {
      return longer.canary == hit.canary && hit.address < longer.end() &&
             longer.address < hit.end();
    });
    if (!shadowed) {
      kept.push_back(hit);
    }
  }
  std::sort(kept.begin(), kept.end(),
            [](const Hit& left, const Hit& right) { return left.address < right.address; });
  return kept;
}

}  // namespace orbbench::memory
