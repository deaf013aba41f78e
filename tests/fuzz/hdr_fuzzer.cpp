#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <sstream>
#include <string>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/interval_log.hpp"

namespace {

using namespace orbbench::metrics;

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// What was read once is written in a form that is read again, and counts the same.
void there_and_back(const LatencyHistogram& histogram) {
  require(decode_hdr(encode_hdr(histogram, HdrForm::Plain)) == histogram);
  require(histogram.min() <= histogram.max());
  require(histogram.quantile(0.5) <= histogram.max());
}

void read_histogram(std::span<const std::uint8_t> octets) {
  try {
    there_and_back(decode_hdr(octets));
  } catch (const HdrError&) {
    // Refused, as it should be.
  }
}

void read_log(const std::string& text) {
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 2;
  std::istringstream log(text);
  IntervalLogReader reader(log);
  try {
    while (const auto interval = reader.next()) {
      there_and_back(interval->histogram);
      require(interval->length.count() >= 0);
    }
  } catch (const IntervalLogError& error) {
    require(error.line() >= 1 && error.line() <= lines);
    require(!reader.next());
  }
}

}  // namespace

// The first octet says what the others are: 'l' a log, anything else a histogram.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  if (data[0] == 'l') {
    read_log(std::string(data + 1, data + size));
  } else {
    read_histogram({data + 1, size - 1});
  }
  return 0;
}
