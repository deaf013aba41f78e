#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inventory/ada_lexer.hpp"
#include "inventory/ada_reader.hpp"

namespace orbbench::inventory {

/// A name as it was written and in lower case, without the spaces between its parts.
struct Name {
  std::string folded;
  std::string written;
};

/// Goes over the lexical elements of one text. Past the end there is an endless row of nothing.
class TokenReader {
 public:
  TokenReader(std::string octets, std::size_t most_parentheses);

  bool at_end() const { return at_ >= tokens_.size(); }
  Position position() const { return static_cast<Position>(at_); }
  std::uint32_t line() const;
  void advance() { ++at_; }

  /// In lower case; empty past the end.
  std::string_view text(std::ptrdiff_t ahead = 0) const;

  /// Whether a word or delimiter stands there; never in a literal, never an attribute's name.
  bool is(std::string_view wanted, std::ptrdiff_t ahead = 0) const;
  bool is_identifier(std::ptrdiff_t ahead = 0) const;

  /// Passes what is wanted, if it stands here.
  bool accept(std::string_view wanted);

  /// Reads "A.B.C", of which the last may be an operator; empty where none stands.
  Name name();

  /// Reads "(X, Y => Z)" and stands after it; empty where no parenthesis opens here.
  std::vector<Argument> arguments();

  /// The text of what stands in the parentheses that open here, which are passed.
  std::string parenthesised_text();

  /// Passes a pair of parentheses and what it holds; one element where none opens here.
  void skip_element();

  /// Stops at one of these outside parentheses, or at the end.
  void skip_to(std::initializer_list<std::string_view> stops);

  /// Passes everything to the semicolon, and it.
  void skip_statement();

 private:
  std::size_t closing_parenthesis() const;
  std::string written(std::size_t first, std::size_t last) const;
  Argument argument(std::size_t first, std::size_t last) const;
  bool stands(std::size_t index, std::string_view wanted) const;
  std::string_view token(std::size_t index) const;

  SourceText source_;
  std::vector<Token> tokens_;
  std::size_t most_parentheses_;
  std::size_t at_ = 0;
};

}  // namespace orbbench::inventory
