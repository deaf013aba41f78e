// What the bench makes of a record that another process wrote: the suspect itself.

#include <gmock/gmock.h>

#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>

#include "memory/preload/record_file.hpp"
#include "memory/preload/symbols.hpp"

namespace orbbench::tests {
namespace {

using namespace free_witness;
using testing::HasSubstr;
using Octets = std::vector<std::uint8_t>;

Octets octets_of(const Record& record) {
  const auto* first = reinterpret_cast<const std::uint8_t*>(&record);
  return {first, first + sizeof record};
}

std::unique_ptr<Record> empty_record() {
  auto record = std::make_unique<Record>();
  record->magic = kMagic;
  record->size = sizeof(Record);
  return record;
}

void expect_refused(const Octets& octets) {
  try {
    read_record(octets);
    FAIL() << octets.size() << " octets were taken for a record";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no record of the free-time witness"));
    EXPECT_EQ(std::strchr(error.what(), '\n'), nullptr);
  }
}

TEST(RecordTest, IsBoundedInSize) {
  EXPECT_LE(sizeof(Record), std::size_t{1} << 20U);
}

TEST(RecordTest, AnEmptyOneSaysThatNothingHappened) {
  const Sighting sighting = read_record(octets_of(*empty_record()));
  EXPECT_EQ(sighting.process, 0U);
  EXPECT_TRUE(sighting.paths.empty());
  EXPECT_TRUE(sighting.modules.empty());
}

TEST(RecordTest, WhatIsCutShortOrTooLongIsRefused) {
  const Octets whole = octets_of(*empty_record());
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{8}, std::size_t{4096},
                                 whole.size() - 1, whole.size() + 1}) {
    Octets part = whole;
    part.resize(size);
    expect_refused(part);
  }
}

TEST(RecordTest, WhatIsOfAnotherKindOrVersionIsRefused) {
  auto record = empty_record();
  record->magic ^= 1;
  expect_refused(octets_of(*record));
  record = empty_record();
  record->size -= 8;
  expect_refused(octets_of(*record));
  expect_refused(Octets(sizeof(Record), 0));
}

TEST(RecordTest, NoiseStaysWithinTheBounds) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 20; ++round) {
    Octets noise(sizeof(Record));
    for (std::size_t i = 0; i + 8 <= noise.size(); i += 8) {
      const std::uint64_t word = random();
      std::memcpy(&noise[i], &word, sizeof word);
    }
    std::memcpy(noise.data(), empty_record().get(), 2 * sizeof(std::uint64_t));  // magic and size
    const Sighting sighting = read_record(noise);
    EXPECT_LE(sighting.paths.size(), kMostCallPaths);
    EXPECT_LE(sighting.modules.size(), kMostModules);
    for (const CallPathCount& path : sighting.paths) {
      ASSERT_LE(path.frames.size(), kMostFrames);
    }
    for (const LoadedModule& module : sighting.modules) {
      ASSERT_LE(module.path.size(), kMostPathOctets);
    }
  }
}

TEST(RecordTest, AModuleThatIsNoFileOfCodeNamesNothing) {
  for (const char* path : {"/dev/zero", "/proc/self/mem", "/", "/etc/passwd", "/nonexistent"}) {
    Symbols symbols({{.start = 0x1000, .end = 0x2000, .bias = 0, .path = path}});
    const auto& frames = symbols.frames_of(0x1800);
    ASSERT_EQ(frames.size(), 1U) << path;
    EXPECT_EQ(frames[0].function, "") << path;
  }
}

TEST(RecordTest, TakesSoManyCanariesAndNoMore) {
  RecordFile record;
  for (std::size_t i = 0; i < kMostCanaries; ++i) {
    record.add_canary(Canary{static_cast<std::uint8_t>(i)});
  }
  EXPECT_THROW(record.add_canary({}), std::length_error);
}

}  // namespace
}  // namespace orbbench::tests
