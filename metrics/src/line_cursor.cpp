#include "line_cursor.hpp"

#include "orbbench/metrics/exposition.hpp"
#include "utf8.hpp"

namespace orbbench::metrics {
namespace {

constexpr std::size_t kLongestQuote = 40;
constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool is_printable(char octet) {
  return octet >= ' ' && octet <= '~';
}

std::string hexadecimal(char octet) {
  const auto value = static_cast<unsigned char>(octet);
  return {'0', 'x', kHexDigits[value >> 4U], kHexDigits[value & 0x0FU]};
}

}  // namespace

bool LineCursor::next_line() {
  if (unread_.empty()) {
    return false;
  }
  const std::size_t end = unread_.find('\n');
  line_ = unread_.substr(0, end);
  if (end == std::string_view::npos) {
    unread_ = {};
  } else {
    unread_.remove_prefix(end + 1);
    if (line_.ends_with('\r')) {
      line_.remove_suffix(1);
    }
  }
  invalid_utf8_ = find_invalid_utf8(line_);
  ++line_number_;
  offset_ = 0;
  return true;
}

void LineCursor::skip_blanks() {
  while (at_blank()) {
    advance();
  }
}

std::string_view LineCursor::take_word() {
  return take_while([](char octet) { return octet != ' ' && octet != '\t'; });
}

std::string_view LineCursor::take_rest() {
  return take_while([](char) { return true; });
}

std::string LineCursor::found() const {
  if (at_end()) {
    return "the end of the line";
  }
  if (is_printable(peek())) {
    return std::string("'") + peek() + "'";
  }
  return "octet " + hexadecimal(peek());
}

void LineCursor::fail_expecting(const std::string& expected) const {
  fail(place(), "expected " + expected + ", found " + found());
}

void LineCursor::fail(Place place, const std::string& problem) const {
  if (invalid_utf8_ && *invalid_utf8_ < place.column) {
    require_utf8();
  }
  throw ParseError(place.line, place.column, problem);
}

void LineCursor::require_utf8() const {
  if (invalid_utf8_) {
    throw ParseError(line_number_, *invalid_utf8_ + 1,
                     "expected UTF-8, found octet " + hexadecimal(line_[*invalid_utf8_]));
  }
}

std::string quoted(std::string_view word) {
  std::string text = "'";
  for (const char octet : word.substr(0, kLongestQuote)) {
    text += is_printable(octet) ? octet : '?';
  }
  return text + (word.size() > kLongestQuote ? "...'" : "'");
}

}  // namespace orbbench::metrics
