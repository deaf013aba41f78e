#pragma once

#include <wx/panel.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "console/settings.hpp"
#include "tables/row.hpp"

namespace orbbench::console {

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
  /// Adds rows at the end; the first go when there are more than `most` then.
  void append(std::vector<Row> rows, std::size_t most);
  std::size_t row_count() const;
  /// In the order shown.
  const Row& row(std::size_t place) const;

  std::optional<std::string> selected() const;  ///< its key; of several, that of the first
  void select(const std::string& key);
  void on_select(std::function<void()> observer);
  void on_activate(std::function<void()> observer);  ///< Enter, or a double click

  void scroll_to_end();
  bool is_at_end() const;  ///< its last row is to be seen

  /// By the column of that index; clicks on its title do the same.
  void sort_by(std::size_t column, bool ascending);

  void select_all();
  void copy();
  std::string csv() const;  ///< all rows, in the order shown

  /// Takes one line, on the UI thread; it stands below the table too. May be empty.
  using Trouble = std::function<void(const std::string&)>;
  /// Asks where to, and writes it there.
  void export_csv(const Trouble& trouble);
  /// All rows as they are now, in the order shown, on another thread: the file is there once it is
  /// whole.
  void write_csv(const std::string& file, const Trouble& trouble);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::console
