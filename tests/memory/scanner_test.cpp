#include "memory/scanner.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <string>

namespace orbbench::tests {
namespace {

using namespace memory;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Octets = std::vector<std::uint8_t>;

Octets noise(std::size_t size, std::mt19937_64& random) {
  Octets octets(size);
  std::generate(octets.begin(), octets.end(), [&] { return static_cast<std::uint8_t>(random()); });
  return octets;
}

class ScannerTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kBase = 0x7f0000001000;

  Octets plain() const {
    Octets octets;
    canary_.reveal([&](auto span) { octets.assign(span.begin(), span.end()); });
    return octets;
  }

  static void put(Octets& memory, std::size_t place, const Octets& octets) {
    std::copy(octets.begin(), octets.end(), memory.begin() + static_cast<std::ptrdiff_t>(place));
  }

  std::vector<Hit> scan(const Octets& memory) const {
    Scanner scanner(patterns_, memory.size());
    scanner.scan(kBase, memory, 0);
    scanner.finish();
    return without_shadows(scanner.hits());
  }

  /// In pieces of that size, with seams.
  std::vector<Hit> scan_in_pieces(const Octets& memory, std::size_t piece) const {
    Scanner scanner(patterns_, piece + kSeam);
    std::size_t overlap = 0;
    for (std::size_t next = 0; next < memory.size(); next += piece) {
      const std::size_t end = std::min(next + piece, memory.size());
      scanner.scan(kBase + next - overlap,
                   std::span(memory).subspan(next - overlap, end - next + overlap), overlap);
      overlap = std::min(kSeam, end);
    }
    scanner.finish();
    return without_shadows(scanner.hits());
  }

  std::mt19937_64 random_{7};
  Canary canary_ = Canary::draw();
  Patterns patterns_{std::span(&canary_, 1)};
};

TEST_F(ScannerTest, FindsACopyAtEveryAlignment) {
  for (std::size_t place = 0; place < 64; ++place) {
    Octets memory = noise(4096, random_);
    put(memory, 1000 + place, plain());
    EXPECT_THAT(scan(memory),
                ElementsAre(Hit{kBase + 1000 + place, kCanaryOctets, 0, Encoding::Raw, true}))
        << place;
  }
}

TEST_F(ScannerTest, FindsEveryFragmentOfEightOctetsAndNoShorterOne) {
  const Octets whole = plain();
  for (std::size_t length = 4; length <= 12; ++length) {
    for (std::size_t start = 0; start + length <= whole.size(); ++start) {
      for (std::size_t place = 100; place < 104; ++place) {
        Octets memory(512);
        put(memory, place,
            Octets(whole.begin() + static_cast<std::ptrdiff_t>(start),
                   whole.begin() + static_cast<std::ptrdiff_t>(start + length)));
        const auto hits = scan(memory);
        ASSERT_THAT(hits, SizeIs(length >= kShortestFragment ? 1 : 0)) << start << "+" << length;
        if (!hits.empty()) {
          ASSERT_EQ(hits.front().length, length);
          ASSERT_EQ(hits.front().address, kBase + place);
          ASSERT_FALSE(hits.front().whole);
        }
      }
    }
  }
}

TEST_F(ScannerTest, FindsEveryPatternWhole) {
  for (const Pattern& pattern : patterns_.all()) {
    Octets memory = noise(2048, random_);
    put(memory, 333, pattern.octets);
    const auto hits = scan(memory);
    ASSERT_THAT(hits, SizeIs(1)) << to_string(pattern.encoding);
    EXPECT_EQ(hits.front().address, kBase + 333);
    EXPECT_GE(hits.front().length, pattern.octets.size());
  }
}

TEST_F(ScannerTest, FindsACopyOnEverySeam) {
  constexpr std::size_t kPiece = 1024;
  const Octets memory = [&] {
    Octets octets = noise(std::size_t{8} * kPiece, random_);
    return octets;
  }();
  for (std::size_t place = kPiece - 40; place < kPiece + 40; ++place) {
    Octets planted = memory;
    put(planted, place, plain());
    put(planted, place + 4 * kPiece, plain());
    EXPECT_THAT(scan_in_pieces(planted, kPiece),
                ElementsAre(Hit{kBase + place, kCanaryOctets, 0, Encoding::Raw, true},
                            Hit{kBase + place + 4 * kPiece, kCanaryOctets, 0, Encoding::Raw, true}))
        << place;
  }
}

TEST_F(ScannerTest, SeesInPiecesWhatItSeesInOne) {
  const Octets whole = plain();
  for (int round = 0; round < 200; ++round) {
    Octets memory = noise(6000, random_);
    for (int copies = 0; copies < 6; ++copies) {
      const std::size_t length = 4 + random_() % 29;
      const std::size_t start = random_() % (whole.size() - length + 1);
      put(memory, random_() % (memory.size() - length),
          Octets(whole.begin() + static_cast<std::ptrdiff_t>(start),
                 whole.begin() + static_cast<std::ptrdiff_t>(start + length)));
    }
    const std::size_t piece = 4 * (64 + random_() % 300);
    ASSERT_EQ(scan_in_pieces(memory, piece), scan(memory)) << round << ", pieces of " << piece;
  }
}

TEST_F(ScannerTest, FindsACopyAtTheVeryEndOfAStretch) {
  Octets memory = noise(1024, random_);
  put(memory, memory.size() - kCanaryOctets, plain());
  EXPECT_THAT(scan(memory), SizeIs(1));
  Octets cut(memory.begin(), memory.end() - 20);
  EXPECT_THAT(scan(cut), ElementsAre(Hit{kBase + 992, 12, 0, Encoding::Raw, false}));
}

TEST_F(ScannerTest, FindsNothingInAnotherCanary) {
  const Canary other = Canary::draw();
  Octets memory = noise(4096, random_);
  other.reveal([&](auto span) { put(memory, 64, Octets(span.begin(), span.end())); });
  EXPECT_THAT(scan(memory), IsEmpty());
}

TEST_F(ScannerTest, CountsWhatItDoesNotKeep) {
  Octets memory(std::size_t{5000} * 64);
  for (std::size_t i = 0; i < 5000; ++i) {
    put(memory, i * 64, plain());
  }
  Scanner scanner(patterns_, memory.size());
  scanner.scan(kBase, memory, 0);
  EXPECT_EQ(scanner.hits().size() + scanner.hits_left_out(), 5000U);
  EXPECT_LE(scanner.hits().size(), 4096U);
}

TEST(WordFilterTest, EveryKernelFindsWhatThePortableOneFinds) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    WordFilter filter;
    std::vector<std::uint32_t> words(random() % 3000);
    for (std::uint32_t& word : words) {
      word = static_cast<std::uint32_t>(random());
      filter.add(word);
    }
    Octets memory = noise(random() % 3000, random);
    // Stretches of zeros, which are passed over, and words of the set.
    for (std::size_t i = 0; i + 4 <= memory.size(); i += 4) {
      const auto choice = random() % 8;
      const std::uint32_t word = words.empty() ? 0 : words[random() % words.size()];
      if (choice < 5 && round % 2 == 0) {
        std::fill_n(memory.begin() + static_cast<std::ptrdiff_t>(i), 4, std::uint8_t{0});
      } else if (choice == 7) {
        std::memcpy(memory.data() + i, &word, sizeof word);
      }
    }
    std::vector<std::uint32_t> expected(memory.size() / 4 + 1);
    expected.resize(find_words_portable(filter, memory, expected));
    for (const FindWords find : all_find_words()) {
      std::vector<std::uint32_t> found(memory.size() / 4 + 1);
      found.resize(find(filter, memory, found));
      ASSERT_EQ(found, expected) << round;
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
