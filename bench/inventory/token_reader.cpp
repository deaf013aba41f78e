#include "inventory/token_reader.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::inventory {

TokenReader::TokenReader(std::string octets, std::size_t most_parentheses)
    : source_(std::move(octets)),
      tokens_(tokens_of(source_)),
      most_parentheses_(most_parentheses) {}

std::uint32_t TokenReader::line() const {
  if (tokens_.empty()) {
    return 1;
  }
  return tokens_[std::min(at_, tokens_.size() - 1)].line;
}

std::string_view TokenReader::token(std::size_t index) const {
  if (index >= tokens_.size()) {
    return {};
  }
  return source_.folded().substr(tokens_[index].begin, tokens_[index].octets);
}

bool TokenReader::stands(std::size_t index, std::string_view wanted) const {
  if (index >= tokens_.size() || token(index) != wanted) {
    return false;
  }
  return tokens_[index].kind == TokenKind::Word || tokens_[index].kind == TokenKind::Delimiter;
}

// Before the first element the sum wraps around, to past the end.
std::string_view TokenReader::text(std::ptrdiff_t ahead) const {
  return token(at_ + static_cast<std::size_t>(ahead));
}

bool TokenReader::is(std::string_view wanted, std::ptrdiff_t ahead) const {
  return stands(at_ + static_cast<std::size_t>(ahead), wanted);
}

bool TokenReader::is_identifier(std::ptrdiff_t ahead) const {
  const std::size_t index = at_ + static_cast<std::size_t>(ahead);
  return index < tokens_.size() && tokens_[index].kind == TokenKind::Word &&
         !is_reserved(token(index));
}

bool TokenReader::accept(std::string_view wanted) {
  if (!is(wanted)) {
    return false;
  }
  advance();
  return true;
}

Name TokenReader::name() {
  Name name;
  const auto is_operator = [&](std::ptrdiff_t ahead) {
    const std::size_t index = at_ + static_cast<std::size_t>(ahead);
    return index < tokens_.size() && tokens_[index].kind == TokenKind::String;
  };
  const auto take = [&] {
    name.folded += text();
    name.written += source_.text().substr(tokens_[at_].begin, tokens_[at_].octets);
    advance();
  };
  if (!is_identifier() && !is_operator(0)) {
    return name;
  }
  take();
  while (is(".") && (is_identifier(1) || is_operator(1))) {
    take();
    take();
  }
  return name;
}

std::size_t TokenReader::closing_parenthesis() const {
  std::size_t depth = 0;
  for (std::size_t index = at_; index < tokens_.size(); ++index) {
    if (stands(index, "(")) {
      ++depth;
    } else if (stands(index, ")")) {
      --depth;
    }
    if (depth == 0) {
      return index;
    }
    if (depth > most_parentheses_) {
      throw ReadError("line " + std::to_string(tokens_[index].line) + ": more than " +
                      std::to_string(most_parentheses_) + " parentheses in one another");
    }
  }
  return tokens_.size();
}

// Between two words, and after a comma or a semicolon, there is a space; an arrow has two.
std::string TokenReader::written(std::size_t first, std::size_t last) const {
  const auto needs_space = [&](std::size_t index) {
    const auto is_word = [&](std::size_t one) { return tokens_[one].kind != TokenKind::Delimiter; };
    const bool spaced = stands(index, "=>") || stands(index - 1, "=>");
    return spaced || stands(index - 1, ",") || stands(index - 1, ";") ||
           (is_word(index - 1) && is_word(index));
  };
  std::string text;
  for (std::size_t index = first; index < last; ++index) {
    if (index > first && needs_space(index)) {
      text += ' ';
    }
    text += source_.text().substr(tokens_[index].begin, tokens_[index].octets);
  }
  return text;
}

Argument TokenReader::argument(std::size_t first, std::size_t last) const {
  if (first + 1 < last && stands(first + 1, "=>")) {
    return {.formal = std::string(token(first)), .text = written(first + 2, last)};
  }
  return {.formal = {}, .text = written(first, last)};
}

std::vector<Argument> TokenReader::arguments() {
  std::vector<Argument> arguments;
  if (!is("(")) {
    return arguments;
  }
  const std::size_t close = closing_parenthesis();
  std::size_t first = at_ + 1;
  std::size_t depth = 0;
  for (std::size_t index = first; index < close; ++index) {
    if (stands(index, "(")) {
      ++depth;
    } else if (stands(index, ")")) {
      --depth;
    } else if (depth == 0 && stands(index, ",")) {
      arguments.push_back(argument(first, index));
      first = index + 1;
    }
  }
  arguments.push_back(argument(first, std::max(first, close)));
  at_ = close + 1;
  return arguments;
}

std::string TokenReader::parenthesised_text() {
  if (!is("(")) {
    return {};
  }
  const std::size_t close = closing_parenthesis();
  const std::string text = written(at_ + 1, close);
  at_ = close + 1;
  return text;
}

void TokenReader::skip_element() {
  at_ = is("(") ? closing_parenthesis() + 1 : at_ + 1;
}

void TokenReader::skip_to(std::initializer_list<std::string_view> stops) {
  const auto stops_here = [&] {
    return std::ranges::any_of(stops, [&](std::string_view stop) { return is(stop); });
  };
  while (!at_end() && !stops_here()) {
    skip_element();
  }
}

void TokenReader::skip_statement() {
  skip_to({";"});
  advance();
}

}  // namespace orbbench::inventory
