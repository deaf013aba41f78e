#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "floor.hpp"
#include "memory/canary.hpp"
#include "memory/encodings.hpp"
#include "memory/scanner.hpp"
#include "suites.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::size_t kCanaries = 3;  // of the trial's three arms

std::vector<std::uint64_t> zeros() {
  return std::vector<std::uint64_t>(kPiece / sizeof(std::uint64_t));
}

/// Nothing in it is alike: each word goes through the filter.
std::vector<std::uint64_t> noise() {
  std::vector<std::uint64_t> words = zeros();
  std::mt19937_64 random(1);
  for (std::uint64_t& word : words) {
    word = random();
  }
  return words;
}

/// As a heap has it: pointers of one region, small numbers and zeros.
std::vector<std::uint64_t> heap() {
  std::vector<std::uint64_t> words = zeros();
  std::mt19937_64 random(1);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t drawn = random();
    words[i] =
        i % 3 == 0 ? 0x00007f3a00000000U + drawn % (1U << 26) : (i % 3 == 1 ? drawn % 256 : 0);
  }
  return words;
}

/// As much memory read once, by the fastest way of the C library.
Floor read_floor() {
  return repeated([piece = std::vector<char>(kPiece)] {
    benchmark::DoNotOptimize(std::memchr(piece.data(), 1, piece.size()));
  });
}

void add_scan(const std::string& name, std::vector<std::uint64_t> (*make_memory)()) {
  add_work("witness/scan/" + name, [make_memory](auto& state) {
    const std::vector<std::uint64_t> words = make_memory();
    std::vector<memory::Canary> canaries;
    for (std::size_t i = 0; i < kCanaries; ++i) {
      canaries.push_back(memory::Canary::draw());
    }
    const memory::Patterns patterns(canaries);
    memory::Scanner scanner(patterns, kPiece);
    const std::span octets(reinterpret_cast<const std::uint8_t*>(words.data()), kPiece);
    measure_work(state, read_floor(), [&] { scanner.scan(0, octets, 0); });
    scanner.finish();
    if (!scanner.hits().empty()) {
      state.SkipWithError("found a secret that nobody told it");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(kPiece) * state.iterations());
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

void add_scans() {
  add_scan("zeros", zeros);
  add_scan("heap", heap);
  add_scan("noise", noise);
}

}  // namespace orbbench::bench
