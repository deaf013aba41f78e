#pragma once

#include <wx/dataview.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "console/settings.hpp"
#include "tables/row.hpp"
#include "tables/row_model.hpp"

namespace orbbench::console {

/// Adds the columns to the list, in the order and with the widths kept by keep_columns() for the
/// table of that name. Returns what it was sorted by then.
std::optional<SortBy> add_columns(wxDataViewCtrl& list, const std::vector<Column>& columns,
                                  Settings& settings, const std::string& name);

void keep_columns(const wxDataViewCtrl& list, const std::optional<SortBy>& sorted_by,
                  Settings& settings, const std::string& name);

/// Shows by an arrow in the title what the table is sorted by.
void show_order(const wxDataViewCtrl& list, const std::optional<SortBy>& sorted_by);

/// Tells of each click on a title, or a key that does the same, by the column's place in the model.
void on_title(const wxDataViewCtrl& list, const std::function<void(std::size_t)>& observer);

}  // namespace orbbench::console
