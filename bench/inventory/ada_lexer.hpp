#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "inventory/source_text.hpp"

namespace orbbench::inventory {

/// The lexical elements of Ada (RM 2.2). Attribute is the word after an apostrophe: X'Access holds
/// no reserved word.
enum class TokenKind : std::uint8_t { Word, Attribute, Numeral, Character, String, Delimiter };

struct Token {
  TokenKind kind;
  std::uint32_t begin;   ///< octet in the source text
  std::uint32_t octets;  ///< at least 1
  std::uint32_t line;    ///< from 1
};

/// Never fails: what is not Ada becomes a delimiter of one octet, a literal that is not closed ends
/// with its line. Comments and a preprocessor's lines (#if) are left out.
std::vector<Token> tokens_of(const SourceText& source);

/// Ada 2012's reserved words (RM 2.9), in lower case.
bool is_reserved(std::string_view folded);

}  // namespace orbbench::inventory
