#include "template_text.hpp"

#include <stdexcept>

namespace orbbench::gateway {
namespace {
constexpr std::string_view kOpen = "{{";
constexpr std::string_view kClose = "}}";
constexpr std::string_view kNameLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
}  // namespace

std::string fill_in(std::string_view text, const std::map<std::string, std::string>& values) {
  std::string filled;
  while (true) {
    const auto open = text.find(kOpen);
    filled += text.substr(0, open);
    if (open == std::string_view::npos) {
      return filled;
    }
    text.remove_prefix(open + kOpen.size());
    const auto end = text.find_first_not_of(kNameLetters);
    if (end == 0 || end == std::string_view::npos || !text.substr(end).starts_with(kClose)) {
      filled += kOpen;  // braces of the text's own
      continue;
    }
    const auto value = values.find(std::string(text.substr(0, end)));
    if (value == values.end()) {
      throw std::logic_error("the template names an unknown value: " +
                             std::string(text.substr(0, end)));
    }
    filled += value->second;
    text.remove_prefix(end + kClose.size());
  }
}

}  // namespace orbbench::gateway
