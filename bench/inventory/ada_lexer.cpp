#include "inventory/ada_lexer.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace orbbench::inventory {
namespace {

constexpr std::array<std::string_view, 73> kReserved = {
    "abort",   "abs",        "abstract",  "accept",    "access",  "aliased",      "all",
    "and",     "array",      "at",        "begin",     "body",    "case",         "constant",
    "declare", "delay",      "delta",     "digits",    "do",      "else",         "elsif",
    "end",     "entry",      "exception", "exit",      "for",     "function",     "generic",
    "goto",    "if",         "in",        "interface", "is",      "limited",      "loop",
    "mod",     "new",        "not",       "null",      "of",      "or",           "others",
    "out",     "overriding", "package",   "pragma",    "private", "procedure",    "protected",
    "raise",   "range",      "record",    "rem",       "renames", "requeue",      "return",
    "reverse", "select",     "separate",  "some",      "subtype", "synchronized", "tagged",
    "task",    "terminate",  "then",      "type",      "until",   "use",          "when",
    "while",   "with",       "xor"};
static_assert(std::ranges::is_sorted(kReserved));

constexpr bool is_digit(char one) {
  return one >= '0' && one <= '9';
}

constexpr bool is_letter(char one) {
  return (one >= 'a' && one <= 'z') || static_cast<unsigned char>(one) >= 0x80;
}

constexpr bool goes_on(char one) {
  return is_letter(one) || is_digit(one) || one == '_';
}

// VT and FF end a line, and with it a comment, but are not counted as one (GNAT does it so).
constexpr bool ends_line(char one) {
  return one >= '\n' && one <= '\r';
}

class Lexer {
 public:
  explicit Lexer(std::string_view folded) : text_(folded) {}

  std::vector<Token> tokens() {
    tokens_.reserve(text_.size() / 8);
    while (at_ < text_.size()) {
      next();
    }
    return std::move(tokens_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void next() {
    const char one = peek();
    if (ends_line(one)) {
      end_line();
    } else if (static_cast<unsigned char>(one) <= ' ') {
      ++at_;
    } else if (text_.substr(at_).starts_with("\xC2\xA0")) {
      at_ += 2;  // a no-break space
    } else if ((one == '-' && peek(1) == '-') || (one == '#' && first_of_line_)) {
      skip_line();
    } else {
      first_of_line_ = false;
      lexical_element(one);
    }
  }

  void end_line() {
    const bool counts =
        peek() == '\n' || (peek() == '\r' && peek(1) != '\n');  // CR LF is one, at its LF
    line_ += counts ? 1 : 0;
    first_of_line_ = first_of_line_ || counts;
    ++at_;
  }

  void skip_line() {
    while (at_ < text_.size() && !ends_line(text_[at_])) {
      ++at_;
    }
  }

  void lexical_element(char one) {
    if (is_letter(one)) {
      add(after_apostrophe() ? TokenKind::Attribute : TokenKind::Word, word_octets());
    } else if (is_digit(one)) {
      add(TokenKind::Numeral, numeral_octets());
    } else if (one == '"' || one == '%') {
      add(TokenKind::String, string_octets(one));
    } else if (const std::size_t octets = character_octets(); octets > 0) {
      add(TokenKind::Character, octets);
    } else {
      add(TokenKind::Delimiter, delimiter_octets());
    }
  }

  void add(TokenKind kind, std::size_t octets) {
    tokens_.push_back({.kind = kind,
                       .begin = static_cast<std::uint32_t>(at_),
                       .octets = static_cast<std::uint32_t>(octets),
                       .line = line_});
    at_ += octets;
  }

  std::string_view last() const {
    return tokens_.empty() ? std::string_view{}
                           : text_.substr(tokens_.back().begin, tokens_.back().octets);
  }

  bool after_apostrophe() const {
    return !tokens_.empty() && tokens_.back().kind == TokenKind::Delimiter && last() == "'";
  }

  std::size_t word_octets() const {
    std::size_t octets = 1;
    while (goes_on(peek(octets))) {
      ++octets;
    }
    return octets;
  }

  std::size_t digits_from(std::size_t octets) const {
    while (goes_on(peek(octets)) || (peek(octets) == '.' && goes_on(peek(octets + 1)))) {
      ++octets;
    }
    return octets;
  }

  // RM 2.4: 1_000, 1.5E-3, 16#F.F#E+2; a colon may stand for the number sign (RM J.2). The point of
  // 1..2 is no part of the number.
  std::size_t numeral_octets() const {
    std::size_t octets = digits_from(1);
    const char mark = peek(octets);
    if ((mark == '#' || mark == ':') && goes_on(peek(octets + 1))) {
      const std::size_t close = digits_from(octets + 1);
      if (peek(close) == mark) {
        octets = digits_from(close + 1);
      }
    }
    const char sign = peek(octets);
    const bool exponent = peek(octets - 1) == 'e' && (sign == '-' || sign == '+');
    return exponent && is_digit(peek(octets + 1)) ? digits_from(octets + 1) : octets;
  }

  // A doubled mark stands for one (RM 2.6); a percent sign may stand for the quotation mark (RM
  // J.2).
  std::size_t string_octets(char mark) const {
    std::size_t octets = 1;
    while (at_ + octets < text_.size() && !ends_line(peek(octets))) {
      if (peek(octets) != mark) {
        ++octets;
      } else if (peek(octets + 1) == mark) {
        octets += 2;
      } else {
        return octets + 1;
      }
    }
    return octets;
  }

  // An apostrophe after a name, a closing parenthesis or a literal is that of an attribute or of a
  // qualified expression: X'('a') has three, of which the first stands alone.
  bool attribute_may_follow() const {
    if (tokens_.empty()) {
      return false;
    }
    const std::string_view before = last();
    if (tokens_.back().kind == TokenKind::Word) {
      return before == "all" || !is_reserved(before);
    }
    return tokens_.back().kind != TokenKind::Delimiter || before == ")" || before == "]" ||
           before == "@";
  }

  /// 0 where no character literal begins.
  std::size_t character_octets() const {
    if (peek() != '\'' || at_ + 2 >= text_.size() || ends_line(peek(1)) || attribute_may_follow()) {
      return 0;
    }
    std::size_t close = 2;
    while ((static_cast<unsigned char>(peek(close)) & 0xC0U) == 0x80U) {
      ++close;
    }
    return peek(close) == '\'' ? close + 1 : 0;
  }

  std::size_t delimiter_octets() const {
    constexpr std::array<std::string_view, 10> kCompound = {
        "=>", "..", "**", ":=", "/=", ">=", "<=", "<<", ">>", "<>"};
    const std::string_view two = text_.substr(at_, 2);
    return std::ranges::find(kCompound, two) != kCompound.end() ? 2 : 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  bool first_of_line_ = true;
  std::vector<Token> tokens_;
};

}  // namespace

bool is_reserved(std::string_view folded) {
  return std::ranges::binary_search(kReserved, folded);
}

std::vector<Token> tokens_of(const SourceText& source) {
  return Lexer(source.folded()).tokens();
}

}  // namespace orbbench::inventory
