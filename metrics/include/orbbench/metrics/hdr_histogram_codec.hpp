#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::metrics {

/// Octets or text that are no histogram of ours. One line, which says what is wrong with them.
class HdrError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class HdrForm { Plain, Compressed };

/// The histogram as org.HdrHistogram writes one with lowest value 1, highest 3'600'000'000'000 and
/// three digits: its V2 encoding (cookie 0x1c849313), or that within zlib (0x1c849314), which is
/// what its tools and its logs keep. Only the counts are in it. Throws HdrError when one of them is
/// 2^63 or more, which nothing else could read.
std::vector<std::uint8_t> encode_hdr(const LatencyHistogram& histogram,
                                     HdrForm form = HdrForm::Compressed);

/// Reads either form, by its cookie; min(), max() and mean_ns() are then what
/// LatencyHistogram::from_counts says. Any histogram of three digits whose lowest value is 1 counts
/// in the same buckets as ours, whatever its range: it is read exactly if no value in it is above
/// 1 h. All others (other digits, another lowest value, a shifted or a scaled one, V0 and V1) are
/// refused, for their counts stand for other values than ours. Takes less than 2 MiB for any
/// input. Throws HdrError.
LatencyHistogram decode_hdr(std::span<const std::uint8_t> octets);

/// The compressed form in base64 with padding, as it stands in a log.
std::string encode_hdr_base64(const LatencyHistogram& histogram);

/// Either form, in base64 with padding, without white space. Throws HdrError.
LatencyHistogram decode_hdr_base64(std::string_view text);

}  // namespace orbbench::metrics
