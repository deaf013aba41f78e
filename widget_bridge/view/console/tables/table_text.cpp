#include "tables/table_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <tuple>

namespace orbbench::console {
namespace {

std::string quoted(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) {
    return cell;
  }
  std::string text = "\"";
  for (const char letter : cell) {
    text.append(letter == '"' ? 2 : 1, letter);
  }
  return text + '"';
}

std::string on_one_line(std::string cell) {
  std::replace_if(
      cell.begin(), cell.end(),
      [](char letter) { return letter == '\t' || letter == '\n' || letter == '\r'; }, ' ');
  return cell;
}

template <class Form>
std::string lines_of(const std::vector<Column>& columns, const Rows& rows, const char* separator,
                     const char* end, const Form& form) {
  std::string text;
  const auto add_cell = [&](std::size_t index, const std::string& cell) {
    text += (index == 0 ? "" : separator) + form(cell);
  };
  for (std::size_t index = 0; index < columns.size(); ++index) {
    add_cell(index, columns[index].title);
  }
  text += end;
  for (const Row* row : rows) {
    for (std::size_t index = 0; index < columns.size(); ++index) {
      add_cell(index, index < row->cells.size() ? row->cells[index] : std::string());
    }
    text += end;
  }
  return text;
}

struct Cell {
  std::optional<double> number;
  std::string_view rest;
};

Cell read(const std::string& text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) {
    return {std::nullopt, text};
  }
  return {number, std::string_view(text).substr(static_cast<std::size_t>(end - text.data()))};
}

}  // namespace

std::string to_csv(const std::vector<Column>& columns, const Rows& rows) {
  return lines_of(columns, rows, ",", "\r\n", quoted);
}

std::string to_tabbed(const std::vector<Column>& columns, const Rows& rows) {
  return lines_of(columns, rows, "\t", "\n", on_one_line);
}

bool comes_first(const std::string& left, const std::string& right) {
  const Cell first = read(left);
  const Cell second = read(right);
  return std::tuple(!first.number, first.number.value_or(0), first.rest) <
         std::tuple(!second.number, second.number.value_or(0), second.rest);
}

}  // namespace orbbench::console
