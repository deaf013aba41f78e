// Any text as an Ada source: it is read or refused, and what is found in it stands in it.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "inventory/ada_reader.hpp"
#include "inventory/deallocation_finder.hpp"

using namespace orbbench::inventory;

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void check(const AdaSource& source, std::uint32_t lines) {
  for (const Deallocation& found : find_deallocations({source}, {"free"}).deallocations) {
    require(found.line >= 1 && found.line <= lines);
    require(!found.generic.empty());
  }
  for (std::size_t i = 0; i < source.scopes.size(); ++i) {
    const Scope& scope = source.scopes[i];
    require(scope.parent == kNone || scope.parent < i);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(octets, octets + size);
  // At most: each of the format effectors may end a line (RM 2.2).
  const auto ends = std::count_if(text.begin(), text.end(), [](char c) {
    return c == '\n' || c == '\r' || c == '\v' || c == '\f';
  });
  const auto lines = static_cast<std::uint32_t>(ends + 1);
  for (const Calls calls : {Calls::LeftOut, Calls::Kept}) {
    try {
      check(read_ada(text, calls), lines);
    } catch (const ReadError&) {
      // Too deep: refused, as it should be.
    }
  }
  return 0;
}
