#include "tables/table_columns.hpp"

#include <gtk/gtk.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

struct Place {
  std::size_t column;
  int width;  // in pixels at 96 dpi
  int rank;   // where it was kept; those that are new come last
};

constexpr int kLeastWidth = 20;
constexpr int kMostWidth = 4000;

std::string key_of(const std::string& table, const char* what) {
  return "table." + table + "." + what;
}

std::vector<Place> places(const std::vector<Column>& columns, const nlohmann::json& kept) {
  std::vector<Place> all;
  for (std::size_t index = 0; index < columns.size(); ++index) {
    Place place{index, columns[index].width, std::numeric_limits<int>::max()};
    for (std::size_t rank = 0; kept.is_array() && rank < kept.size(); ++rank) {
      const nlohmann::json& each = kept[rank];
      if (each.is_object() && each.value("title", nlohmann::json()) == columns[index].title &&
          each.value("width", nlohmann::json()).is_number_integer()) {
        place.width = std::clamp(each["width"].get<int>(), kLeastWidth, kMostWidth);
        place.rank = static_cast<int>(rank);
      }
    }
    all.push_back(place);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Place& left, const Place& right) { return left.rank < right.rank; });
  return all;
}

// Titles are bold, with room for the arrow beside them.
int width_of_title(const wxDataViewCtrl& list, const std::string& title) {
  constexpr int kRoom = 28;
  int width = 0;
  int height = 0;
  const wxFont bold = list.GetFont().Bold();
  list.GetTextExtent(widget_bridge::to_wx(title), &width, &height, nullptr, nullptr, &bold);
  return width + list.FromDIP(kRoom);
}

void add(wxDataViewCtrl& list, const Column& column, const Place& place) {
  const wxAlignment align = column.alignment == Alignment::Right ? wxALIGN_RIGHT : wxALIGN_LEFT;
  auto* renderer = new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT, align);
  renderer->EnableEllipsize(wxELLIPSIZE_END);
  list.AppendColumn(new wxDataViewColumn(
      widget_bridge::to_wx(column.title), renderer, static_cast<unsigned>(place.column),
      std::max(list.FromDIP(place.width), width_of_title(list, column.title)), align,
      wxDATAVIEW_COL_RESIZABLE | wxDATAVIEW_COL_REORDERABLE));
}

GtkTreeViewColumn* handle_of(const wxDataViewColumn& column) {
  return GTK_TREE_VIEW_COLUMN(column.GetGtkHandle());
}

struct TitleObserver {
  std::size_t column;
  std::function<void(std::size_t)> tell;
};

void tell_of_click(GtkTreeViewColumn*, gpointer data) {
  const auto* observer = static_cast<const TitleObserver*>(data);
  observer->tell(observer->column);
}

void end_observer(gpointer data, GClosure*) {
  delete static_cast<TitleObserver*>(data);
}

}  // namespace

std::optional<SortBy> add_columns(wxDataViewCtrl& list, const std::vector<Column>& columns,
                                  Settings& settings, const std::string& name) {
  const auto by_title = settings.get(key_of(name, "sorted_by"), std::string());
  const bool ascending = settings.get(key_of(name, "ascending"), true);
  std::optional<SortBy> sorted_by;
  for (const Place& place :
       places(columns, settings.get(key_of(name, "columns"), nlohmann::json::array()))) {
    add(list, columns[place.column], place);
    if (!by_title.empty() && columns[place.column].title == by_title) {
      sorted_by = SortBy{place.column, ascending};
    }
  }
  return sorted_by;
}

void keep_columns(const wxDataViewCtrl& list, const std::optional<SortBy>& sorted_by,
                  Settings& settings, const std::string& name) {
  auto kept = nlohmann::json::array();
  std::string by_title;
  for (unsigned rank = 0; rank < list.GetColumnCount(); ++rank) {
    const wxDataViewColumn& column = *list.GetColumn(rank);
    const std::string title = widget_bridge::from_wx(column.GetTitle());
    kept.push_back({{"title", title}, {"width", list.ToDIP(column.GetWidth())}});
    if (sorted_by && column.GetModelColumn() == sorted_by->column) {
      by_title = title;
    }
  }
  settings.set(key_of(name, "columns"), std::move(kept));
  settings.set(key_of(name, "sorted_by"), by_title);
  settings.set(key_of(name, "ascending"), !sorted_by || sorted_by->ascending);
}

void show_order(const wxDataViewCtrl& list, const std::optional<SortBy>& sorted_by) {
  for (unsigned rank = 0; rank < list.GetColumnCount(); ++rank) {
    const wxDataViewColumn& column = *list.GetColumn(rank);
    const bool sorts = sorted_by && column.GetModelColumn() == sorted_by->column;
    gtk_tree_view_column_set_sort_indicator(handle_of(column), sorts ? TRUE : FALSE);
    if (sorts) {
      gtk_tree_view_column_set_sort_order(
          handle_of(column), sorted_by->ascending ? GTK_SORT_ASCENDING : GTK_SORT_DESCENDING);
    }
  }
}

void on_title(const wxDataViewCtrl& list, const std::function<void(std::size_t)>& observer) {
  for (unsigned rank = 0; rank < list.GetColumnCount(); ++rank) {
    const wxDataViewColumn& column = *list.GetColumn(rank);
    gtk_tree_view_column_set_clickable(handle_of(column), TRUE);
    g_signal_connect_data(handle_of(column), "clicked", G_CALLBACK(tell_of_click),
                          new TitleObserver{column.GetModelColumn(), observer}, end_observer,
                          GConnectFlags(0));
  }
}

}  // namespace orbbench::console
