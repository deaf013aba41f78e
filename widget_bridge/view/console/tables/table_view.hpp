#pragma once

#include <wx/panel.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "console/settings.hpp"

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
};

/// A table: columns that can be sorted, moved and resized (remembered), copy (Ctrl+C: what is
/// selected, tab-separated with titles), export as CSV (RFC 4180). By keyboard and screen reader
/// too. On the UI thread.
class TableView : public wxPanel {
 public:
  /// `name` is its accessible name and the key of its settings.
  TableView(wxWindow& parent, Settings& settings, const std::string& name,
            std::vector<Column> columns);
  ~TableView() override;

  /// Replaces the rows; keeps selection, order and scroll position. Cheap where nothing changed.
  void show(std::vector<Row> rows);
  std::size_t row_count() const;

  std::optional<std::string> selected() const;  ///< its key
  void select(const std::string& key);
  void on_select(std::function<void()> observer);
  void on_activate(std::function<void()> observer);  ///< Enter, or a double click

  void copy();
  std::string csv() const;  ///< all rows, in the order shown
  /// Asks where to, and writes csv(); trouble is told by the callback in one line.
  void export_csv(const std::function<void(const std::string&)>& trouble);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::console
