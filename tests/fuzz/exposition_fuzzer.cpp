#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "orbbench/metrics/exposition.hpp"

// A page is read, or refused at a place that lies in it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view page(reinterpret_cast<const char*>(data), size);
  try {
    orbbench::metrics::parse_exposition(page);
  } catch (const orbbench::metrics::ParseError& error) {
    if (error.line() < 1 || error.column() < 1 || error.line() > size + 1 ||
        error.column() > size + 1) {
      std::abort();
    }
  }
  return 0;
}
