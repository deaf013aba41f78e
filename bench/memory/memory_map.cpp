#include "memory/memory_map.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace orbbench::memory {
namespace {

constexpr int kHex = 16;

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

bool read_hex(std::string_view text, std::uint64_t& value) {
  const char* end = text.data() + text.size();
  return std::from_chars(text.data(), end, value, kHex) == std::from_chars_result{end, {}};
}

// 7f0c-7f0d rw-p 00000000 fd:01 1234    /usr/lib/x (proc(5))
std::optional<Mapping> parse_line(std::string_view line) {
  const std::string_view range = take_word(line);
  const std::string_view rights = take_word(line);
  const std::string_view offset = take_word(line);
  const std::size_t dash = range.find('-');
  Mapping mapping;
  if (dash == std::string_view::npos || rights.size() < 4 ||
      !read_hex(range.substr(0, dash), mapping.start) ||
      !read_hex(range.substr(dash + 1), mapping.end) || !read_hex(offset, mapping.file_offset) ||
      mapping.start >= mapping.end) {
    return std::nullopt;
  }
  take_word(line);
  take_word(line);
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  mapping.readable = rights[0] == 'r';
  mapping.writable = rights[1] == 'w';
  mapping.shared = rights[3] == 's';
  mapping.name = line;
  return mapping;
}

}  // namespace

const Mapping* mapping_at(const std::vector<Mapping>& mappings, std::uint64_t address) {
  const auto after = std::upper_bound(
      mappings.begin(), mappings.end(), address,
      [](std::uint64_t value, const Mapping& mapping) { return value < mapping.start; });
  if (after == mappings.begin() || !std::prev(after)->holds(address)) {
    return nullptr;
  }
  return &*std::prev(after);
}

std::vector<Mapping> parse_maps(std::string_view text) {
  std::vector<Mapping> mappings;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (auto mapping = parse_line(line)) {
      mappings.push_back(*std::move(mapping));
    }
  }
  return mappings;
}

}  // namespace orbbench::memory
