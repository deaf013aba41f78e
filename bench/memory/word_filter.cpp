#include "memory/word_filter.hpp"

#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace orbbench::memory {
namespace {

constexpr std::size_t kWord = 4;

// For what is left where wider steps end.
std::size_t find_words_from(const WordFilter& filter, std::span<const std::uint8_t> octets,
                            std::size_t place, std::span<std::uint32_t> places, std::size_t found) {
  for (; place + kWord <= octets.size(); place += kWord) {
    std::uint32_t word = 0;
    std::memcpy(&word, octets.data() + place, kWord);
    if (word != 0 && filter.may_hold(word)) {
      places[found++] = static_cast<std::uint32_t>(place);
    }
  }
  return found;
}

}  // namespace

std::size_t find_words_portable(const WordFilter& filter, std::span<const std::uint8_t> octets,
                                std::span<std::uint32_t> places) {
  return find_words_from(filter, octets, 0, places, 0);
}

#if defined(__x86_64__)
namespace {

__attribute__((target("avx2"))) unsigned find_in_vector(const WordFilter& filter, __m256i words) {
  const __m256i hash = _mm256_srli_epi32(
      _mm256_mullo_epi32(words, _mm256_set1_epi32(static_cast<int>(WordFilter::kMultiplier))),
      static_cast<int>(32 - WordFilter::kBits));
  const __m256i row = _mm256_i32gather_epi32(reinterpret_cast<const int*>(filter.data()),
                                             _mm256_srli_epi32(hash, 5), 4);
  // The bit that was asked for comes to stand in front, where movemask reads it.
  const __m256i to_front = _mm256_andnot_si256(hash, _mm256_set1_epi32(31));
  const __m256i in_front = _mm256_sllv_epi32(row, to_front);
  const __m256i zero = _mm256_cmpeq_epi32(words, _mm256_setzero_si256());
  return static_cast<unsigned>(
      _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_andnot_si256(zero, in_front))));
}

__attribute__((target("avx2"))) std::size_t find_words_avx2(const WordFilter& filter,
                                                            std::span<const std::uint8_t> octets,
                                                            std::span<std::uint32_t> places) {
  constexpr std::size_t kVector = 32;
  constexpr std::size_t kStep = 4 * kVector;
  std::size_t found = 0;
  std::size_t place = 0;
  for (; place + kStep <= octets.size(); place += kStep) {
    const auto* from = reinterpret_cast<const __m256i*>(octets.data() + place);
    const __m256i words[] = {_mm256_loadu_si256(from), _mm256_loadu_si256(from + 1),
                             _mm256_loadu_si256(from + 2), _mm256_loadu_si256(from + 3)};
    const __m256i any =
        _mm256_or_si256(_mm256_or_si256(words[0], words[1]), _mm256_or_si256(words[2], words[3]));
    if (_mm256_testz_si256(any, any) != 0) {
      continue;
    }
    unsigned marks = 0;
    for (unsigned i = 0; i < 4; ++i) {
      marks |= find_in_vector(filter, words[i]) << (8 * i);
    }
    for (; marks != 0; marks &= marks - 1) {
      const auto word = static_cast<std::size_t>(__builtin_ctz(marks));
      places[found++] = static_cast<std::uint32_t>(place + kWord * word);
    }
  }
  return find_words_from(filter, octets, place, places, found);
}

bool has_avx2() {
  return __builtin_cpu_supports("avx2") != 0;
}

}  // namespace

FindWords best_find_words() {
  return has_avx2() ? find_words_avx2 : find_words_portable;
}

std::vector<FindWords> all_find_words() {
  return has_avx2() ? std::vector<FindWords>{find_words_portable, find_words_avx2}
                    : std::vector<FindWords>{find_words_portable};
}

#else

FindWords best_find_words() {
  return find_words_portable;
}

std::vector<FindWords> all_find_words() {
  return {find_words_portable};
}

#endif

}  // namespace orbbench::memory
