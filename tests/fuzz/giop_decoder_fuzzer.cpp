#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "faults/giop_decoder.hpp"

namespace {

void append(std::vector<std::uint8_t>& passed, const std::vector<std::uint8_t>& octets) {
  passed.insert(passed.end(), octets.begin(), octets.end());
}

}  // namespace

// The first octet chooses the size of the reads, the others are the stream. Whatever it holds, and
// however it is cut up, the decoder passes on exactly what came in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::size_t step = data[0] + 1UL;
  const std::span<const std::uint8_t> stream(data + 1, size - 1);
  constexpr std::uint64_t kLargest = 1UL << 20;
  orbbench::faults::GiopDecoder decoder({.largest_message_octets = kLargest});
  std::vector<std::uint8_t> passed;
  for (std::size_t start = 0; start < stream.size(); start += step) {
    const auto read = stream.subspan(start, std::min(step, stream.size() - start));
    for (const orbbench::faults::Piece& piece : decoder.feed(read)) {
      append(passed, piece.octets);
    }
  }
  append(passed, decoder.flush());
  if (!std::equal(passed.begin(), passed.end(), stream.begin(), stream.end())) {
    std::abort();
  }
  return 0;
}
