#include "report/shown_text.hpp"

#include <charconv>
#include <cstdio>

namespace orbbench::bench {
namespace {

constexpr std::size_t kShownAsItIs = 10;
constexpr std::size_t kShownDecimals = 3;  // of microseconds: nanoseconds
constexpr std::size_t kLongestText = 100;

bool is_shown_as_it_is(const std::string& number) {
  const std::size_t point = number.find('.');
  return number.size() <= kShownAsItIs || point == std::string::npos ||
         number.size() - point - 1 <= kShownDecimals;
}

}  // namespace

bool is_number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string shown_number(const std::string& text) {
  if (!is_number(text) || is_shown_as_it_is(text)) {
    return text;
  }
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  char shown[32];
  std::snprintf(shown, sizeof shown, "%.6g", value);
  return shown;
}

std::string shortened(const std::string& text) {
  return text.size() <= kLongestText ? text : text.substr(0, kLongestText) + "...";
}

}  // namespace orbbench::bench
