#include "orbbench/metrics/exposition.hpp"

#include <cstring>
#include <string>

#include "floor.hpp"
#include "suites.hpp"

namespace orbbench::bench {
namespace {

/// A page as a core has it: counters by site.
std::string page_of(int sites) {
  std::string page;
  for (const char* name : {"allocations", "deallocations", "zeroizations", "zeroized_bytes"}) {
    const std::string metric = std::string("polyorb_") + name + "_total";
    page += "# HELP " + metric + " By deallocation site.\n# TYPE " + metric + " counter\n";
    for (int site = 0; site < sites; ++site) {
      page += metric + "{service=\"orb-core\",site=\"some_package.some_unit." +
              std::to_string(site) + "\",priority=\"medium\"} " + std::to_string(1000 * site) +
              "\n";
    }
  }
  return page;
}

/// Every line of the page found, and nothing made of it.
Floor line_floor(const std::string& page) {
  return repeated([page] {
    std::size_t lines = 0;
    const char* at = page.data();
    const char* const end = at + page.size();
    while (at != end) {
      const void* newline = std::memchr(at, '\n', static_cast<std::size_t>(end - at));
      at = newline == nullptr ? end : static_cast<const char*>(newline) + 1;
      ++lines;
    }
    benchmark::DoNotOptimize(lines);
  });
}

void add_page(int sites) {
  add_work("exposition/parse/sites:" + std::to_string(sites), [sites](auto& state) {
    const std::string page = page_of(sites);
    measure_work(state, line_floor(page),
                 [&] { benchmark::DoNotOptimize(metrics::parse_exposition(page)); });
    state.SetBytesProcessed(static_cast<std::int64_t>(page.size()) * state.iterations());
  })->Unit(benchmark::kMicrosecond);
}

}  // namespace

void add_expositions() {
  add_page(1);
  add_page(73);
  add_page(1000);
}

}  // namespace orbbench::bench
