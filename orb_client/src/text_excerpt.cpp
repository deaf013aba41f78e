#include "text_excerpt.hpp"

#include <algorithm>
#include <cctype>

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxCharacters = 80;

}  // namespace

std::string excerpt(std::string_view text) {
  std::string line(text.substr(0, kMaxCharacters));
  if (text.size() > kMaxCharacters) {
    line.replace(kMaxCharacters - 3, 3, "...");
  }
  std::replace_if(
      line.begin(), line.end(),
      [](char octet) { return std::iscntrl(static_cast<unsigned char>(octet)) != 0; }, '?');
  return line;
}

}  // namespace orbbench::orb_client
