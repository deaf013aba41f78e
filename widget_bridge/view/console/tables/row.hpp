#pragma once

#include <string>
#include <vector>

namespace orbbench::console {

enum class Alignment { Left, Right };

struct Column {
  std::string title;
  Alignment alignment = Alignment::Left;
  int width = 120;  ///< in pixels at 96 dpi, until the user changes it
};

/// One row of texts, as many as there are columns. `key` is unique in the table and stays with the
/// row: the selection follows it.
struct Row {
  std::string key;
  std::vector<std::string> cells;
  enum class Mark { None, Good, Warning, Bad } mark = Mark::None;  ///< never by colour alone
  bool operator==(const Row&) const = default;
};

}  // namespace orbbench::console
