#include "orbbench/metrics/hdr_histogram_codec.hpp"

#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>

#include "zig_zag.hpp"

namespace orbbench::metrics {
namespace {

using Octets = std::vector<std::uint8_t>;

// org.HdrHistogram writes 1 into the word size of its cookies, and does not look at it.
constexpr std::uint32_t kPlainCookie = 0x1c849303;
constexpr std::uint32_t kCompressedCookie = 0x1c849304;
constexpr std::uint32_t kWordSize = 0x10;
constexpr std::uint32_t kWordSizeMask = 0xf0;

constexpr std::uint32_t kDigits = 3;
constexpr std::uint64_t kLowest = 1;
constexpr std::uint64_t kHighest = 3'600'000'000'000;

constexpr std::size_t kHeaderOctets = 40;
constexpr std::size_t kMostOctetsPerCount = 9;
constexpr std::size_t kMostPlainOctets =
    kHeaderOctets + LatencyHistogram::kCounts * kMostOctetsPerCount;
// zlib adds less than one in a thousand to what it cannot compress.
constexpr std::size_t kMostCompressedOctets = kMostPlainOctets + kMostPlainOctets / 100;

template <typename Word>
void append_word(Octets& octets, Word word) {
  for (unsigned bits = 8 * sizeof(Word); bits > 0; bits -= 8) {
    octets.push_back(static_cast<std::uint8_t>(word >> (bits - 8)));
  }
}

/// Takes a word, big end first, off the front of `octets`.
template <typename Word>
Word take_word(std::span<const std::uint8_t>& octets) {
  if (octets.size() < sizeof(Word)) {
    throw HdrError("the histogram ends within its header");
  }
  Word word = 0;
  for (const std::uint8_t octet : octets.first(sizeof(Word))) {
    word = static_cast<Word>(word << 8U | octet);
  }
  octets = octets.subspan(sizeof(Word));
  return word;
}

/// Zeros behind the last count are left out; of a histogram without any, one stays.
std::span<const std::uint64_t> counts_to_write(const LatencyHistogram& histogram) {
  const std::span<const std::uint64_t> counts = histogram.counts();
  std::size_t length = counts.size();
  while (length > 1 && counts[length - 1] == 0) {
    --length;
  }
  return counts.first(length);
}

/// Two zeros and more are written as their number, below zero.
Octets encode_counts(std::span<const std::uint64_t> counts) {
  Octets octets;
  for (auto count = counts.begin(); count != counts.end();) {
    if (*count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      throw HdrError("a count of 2^63 or more cannot be written");
    }
    const auto run_end =
        *count > 0 ? count + 1 : std::find_if(count, counts.end(), [](auto c) { return c > 0; });
    const std::int64_t zeros = run_end - count;
    append_zig_zag(octets, zeros > 1 ? -zeros : static_cast<std::int64_t>(*count));
    count = run_end;
  }
  return octets;
}

Octets encode_plain(const LatencyHistogram& histogram) {
  const Octets counts = encode_counts(counts_to_write(histogram));
  Octets octets;
  octets.reserve(kHeaderOctets + counts.size());
  append_word(octets, kPlainCookie | kWordSize);
  append_word(octets, static_cast<std::uint32_t>(counts.size()));
  append_word(octets, std::uint32_t{0});  // shift of the counts
  append_word(octets, kDigits);
  append_word(octets, kLowest);
  append_word(octets, kHighest);
  append_word(octets, std::bit_cast<std::uint64_t>(1.0));  // scale of the values
  octets.insert(octets.end(), counts.begin(), counts.end());
  return octets;
}

Octets compress_octets(const Octets& plain) {
  uLongf length = compressBound(plain.size());
  Octets contents(length);
  if (compress(contents.data(), &length, plain.data(), plain.size()) != Z_OK) {
    throw HdrError("zlib could not compress the histogram");
  }
  contents.resize(length);
  Octets octets;
  append_word(octets, kCompressedCookie | kWordSize);
  append_word(octets, static_cast<std::uint32_t>(length));
  octets.insert(octets.end(), contents.begin(), contents.end());
  return octets;
}

Octets inflate_octets(std::span<const std::uint8_t> contents) {
  Octets plain(kMostPlainOctets);
  uLongf length = plain.size();
  uLong taken = contents.size();
  const int outcome = uncompress2(plain.data(), &length, contents.data(), &taken);
  if (outcome == Z_BUF_ERROR) {
    throw HdrError("the histogram is larger than one of three digits up to 1 h can be");
  }
  if (outcome != Z_OK || taken != contents.size()) {
    throw HdrError("the compressed histogram is damaged");
  }
  plain.resize(length);
  return plain;
}

void require_length(std::uint32_t stated, std::size_t found) {
  if (stated != found) {
    throw HdrError("the histogram states " + std::to_string(stated) + " octets and holds " +
                   std::to_string(found));
  }
}

/// That its counts stand for the same values as ours do.
void require_our_layout(std::span<const std::uint8_t>& header) {
  if (take_word<std::uint32_t>(header) != 0) {
    throw HdrError("a histogram with shifted counts is not read");
  }
  const auto digits = take_word<std::uint32_t>(header);
  const auto lowest = take_word<std::uint64_t>(header);
  if (digits != kDigits || lowest != kLowest) {
    throw HdrError("a histogram with " + std::to_string(digits) + " digits from " +
                   std::to_string(lowest) + " up is not read, only one with 3 from 1 up");
  }
  if (const auto highest = take_word<std::uint64_t>(header);
      highest < 2 * kLowest || highest > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
    throw HdrError("the histogram states an impossible highest value");
  }
  if (std::bit_cast<double>(take_word<std::uint64_t>(header)) != 1.0) {
    throw HdrError("a histogram with scaled values is not read");
  }
}

std::vector<std::uint64_t> decode_counts(std::span<const std::uint8_t> octets) {
  std::vector<std::uint64_t> counts;
  counts.reserve(LatencyHistogram::kCounts);
  while (!octets.empty()) {
    const std::optional<std::int64_t> number = take_zig_zag(octets);
    if (!number) {
      throw HdrError("the histogram ends within a count");
    }
    const std::uint64_t zeros = *number < 0 ? ~static_cast<std::uint64_t>(*number) + 1 : 0;
    if (std::max(zeros, std::uint64_t{1}) > LatencyHistogram::kCounts - counts.size()) {
      throw HdrError("the histogram holds a value above 1 h");
    }
    if (zeros > 0) {
      counts.resize(counts.size() + zeros);
    } else {
      counts.push_back(static_cast<std::uint64_t>(*number));
    }
  }
  return counts;
}

LatencyHistogram decode_plain(std::span<const std::uint8_t> octets) {
  if ((take_word<std::uint32_t>(octets) & ~kWordSizeMask) != kPlainCookie) {
    throw HdrError("not an HdrHistogram in V2 encoding");
  }
  const auto stated = take_word<std::uint32_t>(octets);
  require_our_layout(octets);
  require_length(stated, octets.size());
  try {
    return LatencyHistogram::from_counts(decode_counts(octets));
  } catch (const std::invalid_argument& problem) {
    throw HdrError(std::string("the histogram holds ") + problem.what());
  }
}

}  // namespace

std::vector<std::uint8_t> encode_hdr(const LatencyHistogram& histogram, HdrForm form) {
  const Octets plain = encode_plain(histogram);
  return form == HdrForm::Plain ? plain : compress_octets(plain);
}

LatencyHistogram decode_hdr(std::span<const std::uint8_t> octets) {
  std::span<const std::uint8_t> contents = octets;
  if ((take_word<std::uint32_t>(contents) & ~kWordSizeMask) != kCompressedCookie) {
    return decode_plain(octets);
  }
  const auto stated = take_word<std::uint32_t>(contents);
  require_length(stated, contents.size());
  return decode_plain(inflate_octets(contents));
}

std::string encode_hdr_base64(const LatencyHistogram& histogram) {
  const Octets octets = encode_hdr(histogram);
  std::string text(sodium_base64_encoded_len(octets.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), octets.data(), octets.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the null that libsodium ends it with
  return text;
}

LatencyHistogram decode_hdr_base64(std::string_view text) {
  if (text.size() / 4 * 3 > kMostCompressedOctets) {
    throw HdrError("the text is longer than any histogram of three digits up to 1 h");
  }
  Octets octets(text.size() / 4 * 3 + 3);
  std::size_t length = 0;
  if (sodium_base642bin(octets.data(), octets.size(), text.data(), text.size(), nullptr, &length,
                        nullptr, sodium_base64_VARIANT_ORIGINAL) != 0) {
    throw HdrError("not base64");
  }
  octets.resize(length);
  return decode_hdr(octets);
}

}  // namespace orbbench::metrics
