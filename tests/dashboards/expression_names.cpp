#include "expression_names.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <regex>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace orbbench::tests {
namespace {

constexpr std::array<std::string_view, 6> kGroupings{"by",       "without",    "on",
                                                     "ignoring", "group_left", "group_right"};
constexpr std::array<std::string_view, 17> kOtherWords{
    "and",   "or",    "unless", "offset",  "bool",     "sum",    "min",          "max", "avg",
    "count", "group", "topk",   "bottomk", "quantile", "stddev", "count_values", "inf"};

template <std::size_t Size>
bool is_one_of(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool begins_name(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ':';
}
bool continues_name(char c) {
  return begins_name(c) || std::isdigit(static_cast<unsigned char>(c)) != 0;
}

class Reader {
 public:
  explicit Reader(const std::string& text) : text_(text) {}

  ExpressionNames read() {
    while (skip_spaces(), at_ < text_.size()) {
      if (begins_name(text_[at_])) {
        read_word();
      } else if (text_[at_] == '[') {
        skip_behind(']');
      } else if (text_[at_] == '{') {
        fail("a selector without a metric");
      } else if (std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) {
        take_word();  // 5m, 1e9
      } else {
        ++at_;
      }
    }
    return std::move(names_);
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " in " + text_);
  }

  char next() {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  void skip_spaces() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
      ++at_;
    }
  }

  std::string skip_behind(char end) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != end) {
      at_ += text_[at_] == '"' ? length_of_string() : 1;
    }
    if (at_ == text_.size()) {
      fail(std::string("no ") + end);
    }
    return text_.substr(begin, ++at_ - begin);
  }

  std::size_t length_of_string() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') {
      end += text_[end] == '\\' ? 2U : 1U;
    }
    return end + 1 - at_;
  }

  std::string take_word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && continues_name(text_[at_])) {
      ++at_;
    }
    return text_.substr(begin, at_ - begin);
  }

  void read_word() {
    const std::string word = take_word();
    if (is_one_of(kGroupings, word)) {
      read_grouping();
    } else if (!is_one_of(kOtherWords, word) && next() != '(') {
      read_selector(word);
    }
  }

  void read_grouping() {
    if (next() != '(') {
      return;
    }
    ++at_;
    while (next() != ')') {
      if (!begins_name(next())) {
        fail("no label in a grouping");
      }
      names_.grouping.insert(take_word());
      at_ += next() == ',' ? 1U : 0U;
    }
    ++at_;
  }

  void read_selector(const std::string& metric) {
    Selector selector{metric, metric, {}};
    if (next() == '{') {
      const std::string matchers = skip_behind('}');
      selector.text += matchers;
      static const std::regex form(
          R"-(([A-Za-z_][A-Za-z0-9_]*)\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*")-");
      for (std::sregex_iterator matcher(matchers.begin(), matchers.end(), form), end;
           matcher != end; ++matcher) {
        selector.labels.insert((*matcher)[1]);
      }
    }
    names_.selectors.push_back(std::move(selector));
  }

  const std::string& text_;
  std::size_t at_ = 0;
  ExpressionNames names_;
};

}  // namespace

ExpressionNames read_names(const std::string& expression) {
  return Reader(expression).read();
}

ExpressionNames read_variable_names(const std::string& query) {
  static const std::regex form(R"(label_values\((.+),\s*([A-Za-z_]+)\))");
  std::smatch parts;
  if (!std::regex_match(query, parts, form)) {
    throw std::runtime_error("not label_values(selector, label): " + query);
  }
  ExpressionNames names = read_names(parts[1]);
  names.grouping.insert(parts[2]);
  return names;
}

}  // namespace orbbench::tests
