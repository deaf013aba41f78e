#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "place.hpp"

namespace orbbench::metrics {

/// Walks over a metrics page, line by line and octet by octet within the line. The page must
/// outlive it: what it returns points into the page.
class LineCursor {
 public:
  explicit LineCursor(std::string_view page) : unread_(page) {}

  /// Moves to the start of the next line; false when there is none.
  bool next_line();

  bool at_end() const { return offset_ == line_.size(); }
  /// The octet under the cursor; a line feed, which no line contains, at the end of the line.
  char peek() const { return at_end() ? '\n' : line_[offset_]; }
  bool at_blank() const { return peek() == ' ' || peek() == '\t'; }
  void advance() { ++offset_; }
  void skip_blanks();

  /// Takes what stands before the next blank or the end of the line.
  std::string_view take_word();
  std::string_view take_rest();

  template <class Predicate>
  std::string_view take_while(Predicate belongs) {
    const std::size_t start = offset_;
    while (!at_end() && belongs(line_[offset_])) {
      ++offset_;
    }
    return line_.substr(start, offset_ - start);
  }

  Place place() const { return {line_number_, offset_ + 1}; }

  /// Throws ParseError at the cursor: what was expected, and what stands there.
  [[noreturn]] void fail_expecting(const std::string& expected) const;
  /// Throws ParseError at that place of the current line, or at an octet before it that is no
  /// UTF-8.
  [[noreturn]] void fail(Place place, const std::string& problem) const;
  /// Throws ParseError if the current line is not UTF-8.
  void require_utf8() const;

 private:
  std::string found() const;

  std::string_view unread_;
  std::string_view line_;
  std::optional<std::size_t> invalid_utf8_;
  std::size_t line_number_ = 0;
  std::size_t offset_ = 0;
};

/// A word of the page fit for a message of one line: cut short, and nothing but printable ASCII.
std::string quoted(std::string_view word);

}  // namespace orbbench::metrics
