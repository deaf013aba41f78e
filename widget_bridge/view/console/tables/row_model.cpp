#include "tables/row_model.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "frame/theme.hpp"
#include "tables/table_text.hpp"

namespace orbbench::console {

void RowModel::show(std::vector<Row> rows) {
  rows_ = std::move(rows);
  arrange();
}

void RowModel::append(std::vector<Row> rows, std::size_t most) {
  rows_.insert(rows_.end(), std::make_move_iterator(rows.begin()),
               std::make_move_iterator(rows.end()));
  if (rows_.size() > most) {
    rows_.erase(rows_.begin(), rows_.end() - static_cast<std::ptrdiff_t>(most));
  }
  arrange();
}

void RowModel::sort(std::optional<SortBy> by) {
  if (by_ != by) {
    by_ = by;
    arrange();
  }
}

std::optional<std::size_t> RowModel::place_of(const std::string& key) const {
  const auto found = std::find_if(order_.begin(), order_.end(),
                                  [&](std::size_t index) { return rows_[index].key == key; });
  if (found == order_.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - order_.begin());
}

void RowModel::arrange() {
  const std::size_t length = order_.size();
  order_.resize(rows_.size());
  std::iota(order_.begin(), order_.end(), 0);
  if (by_) {
    const auto cell = [this](std::size_t index) -> const std::string& {
      static const std::string none;
      const auto& cells = rows_[index].cells;
      return by_->column < cells.size() ? cells[by_->column] : none;
    };
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t left, std::size_t right) {
      return by_->ascending ? comes_first(cell(left), cell(right))
                            : comes_first(cell(right), cell(left));
    });
  }
  tell_length(length);
}

// Not by Reset(), after which the list would stand at its top, with nothing selected.
void RowModel::tell_length(std::size_t length) {
  for (std::size_t row = length; row < order_.size(); ++row) {
    RowAppended();
  }
  for (std::size_t row = length; row > order_.size(); --row) {
    RowDeleted(static_cast<unsigned>(row - 1));
  }
}

void RowModel::GetValueByRow(wxVariant& value, unsigned row, unsigned column) const {
  const bool there = row < size() && column < at(row).cells.size();
  // What is no UTF-8 came from afar: shown octet by octet rather than not at all.
  const std::string& text = there ? at(row).cells[column] : std::string();
  const wxString shown = wxString::FromUTF8(text);
  value = shown.empty() ? wxString::From8BitData(text.data(), text.size()) : shown;
}

bool RowModel::GetAttrByRow(unsigned row, unsigned, wxDataViewItemAttr& attributes) const {
  if (row >= size() || at(row).mark == Row::Mark::None) {
    return false;
  }
  attributes.SetColour(colour_of(at(row).mark));
  attributes.SetBold(at(row).mark == Row::Mark::Bad);
  return true;
}

}  // namespace orbbench::console
