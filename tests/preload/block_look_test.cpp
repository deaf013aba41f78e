// What one look at a block tells: whether it was wiped, and whether part of a canary is in it.

#include "memory/preload/block_look.hpp"

#include <gmock/gmock.h>

#include <array>
#include <vector>

#include "memory/preload/record_file.hpp"

namespace orbbench::tests {
namespace {

using namespace free_witness;

constexpr std::uint8_t kFirst = 0x41;

/// Octets that are all different, so that no word of it is one octet repeated.
Canary make_canary() {
  Canary canary;
  for (std::size_t i = 0; i < canary.size(); ++i) {
    canary[i] = static_cast<std::uint8_t>(kFirst + i);
  }
  return canary;
}

/// As RecordFile::add_canary fills it, in memory of the test's own.
class BlockLookTest : public testing::Test {
 protected:
  BlockLookTest() {
    known_->multiplier = 0x9e3779b97f4a7c15U;
    for (std::size_t run = 0; run < Fingerprints::kRunsPerCanary; ++run) {
      std::uint64_t word = 0;
      std::memcpy(&word, canary_.data() + run, sizeof word);
      const std::uint64_t print = fingerprint(word, *known_);
      known_->filter[filter_bit(print) / 64] |= std::uint64_t{1} << (filter_bit(print) % 64);
      std::size_t place = table_place(print);
      while (known_->table[place] != 0) {
        place = (place + 1) % std::size(known_->table);
      }
      known_->table[place] = print;
    }
  }

  BlockLook look(const std::vector<std::uint8_t>& block) const {
    return look_at_block(block.data(), block.size(), *known_);
  }

  /// A block of zeros with octets of the canary from `first` on at `place`.
  std::vector<std::uint8_t> block_with(std::size_t place, std::size_t first,
                                       std::size_t octets) const {
    std::vector<std::uint8_t> block(256);
    std::copy_n(canary_.begin() + static_cast<std::ptrdiff_t>(first), octets,
                block.begin() + static_cast<std::ptrdiff_t>(place));
    return block;
  }

  const Canary canary_ = make_canary();
  const std::unique_ptr<Fingerprints> known_ = std::make_unique<Fingerprints>();
};

TEST_F(BlockLookTest, AWipedBlockHasNoContentWhateverItWasWipedWith) {
  for (const int octet : {0x00, 0xff, 0x5a}) {
    EXPECT_EQ(look(std::vector<std::uint8_t>(256, static_cast<std::uint8_t>(octet))).content, 0U);
  }
}

TEST_F(BlockLookTest, OneOctetThatWasLeftIsContent) {
  std::vector<std::uint8_t> block(256);
  block[77] = 1;
  EXPECT_EQ(look(block).content, 8U);
  EXPECT_EQ(look(block).canary_octets, 0U);
}

TEST_F(BlockLookTest, WhatTheAllocatorAddedAtTheEndIsNoContentOfTheOwners) {
  std::vector<std::uint8_t> block(40);
  block[39] = 1;
  EXPECT_EQ(look(block).content, 0U);
  block[20] = 1;
  EXPECT_EQ(look(block).content, 8U);
}

TEST_F(BlockLookTest, AWholeCanaryIsFoundWhereverItLies) {
  for (std::size_t place = 0; place <= 256 - kCanaryOctets; ++place) {
    EXPECT_TRUE(look(block_with(place, 0, kCanaryOctets)).has_whole_canary()) << place;
  }
}

TEST_F(BlockLookTest, AnyRunOf15OctetsIsFoundWhereverItLies) {
  constexpr std::size_t kRun = 15;
  for (std::size_t first = 0; first + kRun <= kCanaryOctets; ++first) {
    for (std::size_t place = 64; place < 72; ++place) {
      const BlockLook seen = look(block_with(place, first, kRun));
      EXPECT_GT(seen.canary_octets, 0U) << first << " at " << place;
      EXPECT_FALSE(seen.has_whole_canary()) << first << " at " << place;
    }
  }
}

TEST_F(BlockLookTest, SevenOctetsAreNoneOfIt) {
  for (std::size_t place = 64; place < 72; ++place) {
    EXPECT_EQ(look(block_with(place, 3, 7)).canary_octets, 0U) << place;
  }
}

TEST_F(BlockLookTest, AHugeBlockIsLookedAtInPart) {
  std::vector<std::uint8_t> block(kMostOctetsLookedAt + 64);
  std::copy(canary_.begin(), canary_.end(), block.begin() + kMostOctetsLookedAt);
  EXPECT_TRUE(look(block).cut_short);
  EXPECT_EQ(look(block).canary_octets, 0U);
  std::copy(canary_.begin(), canary_.end(), block.begin() + kMostOctetsLookedAt - kCanaryOctets);
  EXPECT_TRUE(look(block).has_whole_canary());
}

TEST_F(BlockLookTest, ABlockShorterThanAWordIsNothing) {
  EXPECT_EQ(look(std::vector<std::uint8_t>(7, 0x11)).content, 0U);
  EXPECT_EQ(look({}).octets, 0U);
}

}  // namespace
}  // namespace orbbench::tests
