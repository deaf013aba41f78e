#pragma once

#include <wx/dataview.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "tables/row.hpp"

namespace orbbench::console {

struct SortBy {
  std::size_t column = 0;
  bool ascending = true;
  bool operator==(const SortBy&) const = default;
};

/// The rows of a table in the order in which they are shown. wx knows them by their place alone:
/// rows that come, go or move are places whose texts have changed, and a longer or shorter list.
class RowModel : public wxDataViewVirtualListModel {
 public:
  explicit RowModel(std::size_t columns) : columns_(columns) {}

  bool holds(const std::vector<Row>& rows) const { return rows == rows_; }
  void show(std::vector<Row> rows);
  /// Adds at the end, and drops from the front what is then above `most`.
  void append(std::vector<Row> rows, std::size_t most);
  void sort(std::optional<SortBy> by);

  const std::optional<SortBy>& sorted_by() const { return by_; }
  std::size_t size() const { return order_.size(); }
  const Row& at(std::size_t place) const { return rows_[order_[place]]; }
  std::optional<std::size_t> place_of(const std::string& key) const;

  void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override;
  bool SetValueByRow(const wxVariant&, unsigned, unsigned) override { return false; }
  bool GetAttrByRow(unsigned row, unsigned column, wxDataViewItemAttr& attributes) const override;
  unsigned GetColumnCount() const override { return static_cast<unsigned>(columns_); }
  wxString GetColumnType(unsigned) const override { return "string"; }

 private:
  void arrange();
  void tell_length(std::size_t length);

  std::size_t columns_;
  std::vector<Row> rows_;           // as they came
  std::vector<std::size_t> order_;  // of each place, which of rows_
  std::optional<SortBy> by_;
};

}  // namespace orbbench::console
