#include "tables/table_view.hpp"

#include <gtk/gtk.h>
#include <wx/clipbrd.h>
#include <wx/dataview.h>
#include <wx/filedlg.h>
#include <wx/log.h>
#include <wx/menu.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <algorithm>
#include <utility>

#include "frame/accessible.hpp"
#include "frame/theme.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "tables/row_model.hpp"
#include "tables/table_columns.hpp"
#include "tables/table_file.hpp"
#include "tables/table_text.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

/// What waits for the UI thread goes with the window. As many tasks as its worker has jobs.
class ThreadOfWindow : public widget_bridge::UiThread {
 public:
  explicit ThreadOfWindow(wxEvtHandler& window) : window_(window) {}
  void post(Task task) override { window_.CallAfter(std::move(task)); }

 private:
  wxEvtHandler& window_;
};

void log_line(const std::string& line) {
  wxLogError("%s", wxString::FromUTF8(line));
}

std::string csv_of(const std::vector<Column>& columns, const std::vector<Row>& rows) {
  Rows all;
  for (const Row& row : rows) {
    all.push_back(&row);
  }
  return to_csv(columns, all);
}

/// One line; empty where it was written.
std::string trouble_of_writing(const std::string& file, const std::vector<Column>& columns,
                               const std::vector<Row>& rows) {
  try {
    replace_file(file, csv_of(columns, rows));
    return {};
  } catch (const std::exception& error) {
    return error.what();
  }
}

}  // namespace

struct TableView::Implementation {
  Implementation(TableView& view, Settings& kept_in, const std::string& name,
                 std::vector<Column> all);

  wxDataViewItem item(std::size_t place) const {
    return model->GetItem(static_cast<unsigned>(place));
  }
  GtkTreeView* tree() const { return GTK_TREE_VIEW(list->GtkGetTreeView()); }

  std::vector<std::size_t> selected_places() const;
  std::vector<std::string> selected_keys() const;
  template <class Change>
  void change(const Change& change);
  void select_keys(const std::vector<std::string>& keys);
  void sort(std::optional<SortBy> by);
  void turn_order(std::size_t column);
  void bind(TableView& view);
  void show_menu(TableView& view);
  void tell(const std::vector<std::function<void()>>& observers) const;
  std::vector<Row> rows_shown() const;
  void say(const std::string& trouble);

  Settings& settings;
  std::string name;
  std::vector<Column> columns;
  wxDataViewCtrl* list;
  wxStaticText* said;
  wxObjectDataPtr<RowModel> model;
  std::vector<std::function<void()>> select_observers;
  std::vector<std::function<void()>> activate_observers;
  ThreadOfWindow ui;
  std::unique_ptr<widget_bridge::ThreadWorker> writer;  ///< from the first export on
};

TableView::Implementation::Implementation(TableView& view, Settings& kept_in,
                                          const std::string& table_name, std::vector<Column> all)
    : settings(kept_in),
      name(table_name),
      columns(std::move(all)),
      list(new wxDataViewCtrl(&view, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                              wxDV_MULTIPLE | wxDV_ROW_LINES)),
      said(new wxStaticText(&view, wxID_ANY, "", wxDefaultPosition, wxDefaultSize,
                            wxST_NO_AUTORESIZE | wxST_ELLIPSIZE_END)),
      model(new RowModel(columns.size())),
      ui(view) {
  said->Hide();
  name_accessibly(*said, "trouble of " + name);
  list->AssociateModel(model.get());
  sort(add_columns(*list, columns, settings, name));
  name_accessibly(*list, name);
  bind(view);
}

std::vector<std::size_t> TableView::Implementation::selected_places() const {
  wxDataViewItemArray items;
  list->GetSelections(items);
  std::vector<std::size_t> places;
  for (const wxDataViewItem& each : items) {
    const std::size_t place = model->GetRow(each);
    if (place < model->size()) {
      places.push_back(place);
    }
  }
  std::sort(places.begin(), places.end());
  return places;
}

std::vector<std::string> TableView::Implementation::selected_keys() const {
  std::vector<std::string> keys;
  for (const std::size_t place : selected_places()) {
    keys.push_back(model->at(place).key);
  }
  return keys;
}

// Rows move from place to place, and wx, who knows them by their place, leaves the selection where
// it was: it is carried along to where its rows have gone.
template <class Change>
void TableView::Implementation::change(const Change& change) {
  const std::vector<std::string> keys = selected_keys();
  {
    const wxDataViewCtrl::SelectionEventsSuppressor silence(list);
    change();
    if (selected_keys() != keys) {
      select_keys(keys);
    }
  }
  gtk_widget_queue_draw(list->GtkGetTreeView());
  if (selected_keys() != keys) {
    tell(select_observers);
  }
}

void TableView::Implementation::select_keys(const std::vector<std::string>& keys) {
  wxDataViewItemArray items;
  for (const std::string& key : keys) {
    if (const auto place = model->place_of(key)) {
      items.push_back(item(*place));
    }
  }
  list->SetSelections(items);
}

void TableView::Implementation::sort(std::optional<SortBy> by) {
  show_order(*list, by);
  change([&] { model->sort(by); });
}

// Upwards, downwards, as the rows came. Not by wx's sortable columns, which sort no virtual list.
void TableView::Implementation::turn_order(std::size_t column) {
  const auto by = model->sorted_by();
  if (!by || by->column != column) {
    sort(SortBy{column, true});
  } else if (by->ascending) {
    sort(SortBy{column, false});
  } else {
    sort(std::nullopt);
  }
}

void TableView::Implementation::bind(TableView& view) {
  list->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED,
             [this](wxDataViewEvent&) { tell(select_observers); });
  list->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { tell(activate_observers); });
  on_title(*list, [this](std::size_t column) { turn_order(column); });
  list->Bind(wxEVT_DATAVIEW_ITEM_CONTEXT_MENU,
             [this, &view](wxDataViewEvent&) { show_menu(view); });
  view.Bind(wxEVT_CHAR_HOOK, [this, &view](wxKeyEvent& event) {
    if (event.GetModifiers() == wxMOD_CONTROL && event.GetKeyCode() == 'C') {
      view.copy();
    } else if (event.GetKeyCode() == WXK_WINDOWS_MENU ||
               (event.GetModifiers() == wxMOD_SHIFT && event.GetKeyCode() == WXK_F10)) {
      show_menu(view);
    } else {
      event.Skip();
    }
  });
}

void TableView::Implementation::show_menu(TableView& view) {
  wxMenu menu;
  menu.Append(wxID_COPY, "&Copy rows\tCtrl+C");
  menu.Append(wxID_SELECTALL, "Select &all\tCtrl+A");
  menu.Append(wxID_SAVEAS, wxString::FromUTF8("&Export as CSV…"));
  menu.Enable(wxID_COPY, !selected_places().empty());
  menu.Bind(wxEVT_MENU, [&view](wxCommandEvent& event) {
    switch (event.GetId()) {
      case wxID_COPY:
        return view.copy();
      case wxID_SELECTALL:
        return view.select_all();
      default:
        return view.export_csv({});
    }
  });
  view.PopupMenu(&menu);
}

void TableView::Implementation::tell(const std::vector<std::function<void()>>& observers) const {
  for (const auto& observer : observers) {
    observer();
  }
}

std::vector<Row> TableView::Implementation::rows_shown() const {
  std::vector<Row> rows;
  rows.reserve(model->size());
  for (std::size_t place = 0; place < model->size(); ++place) {
    rows.push_back(model->at(place));
  }
  return rows;
}

void TableView::Implementation::say(const std::string& trouble) {
  const wxString text = wxString::FromUTF8(trouble);
  said->SetForegroundColour(colour_of(Row::Mark::Bad));
  said->SetLabelText(text);
  said->SetToolTip(text);
  said->Show(!trouble.empty());
  said->GetParent()->Layout();
}

TableView::TableView(wxWindow& parent, Settings& settings, const std::string& name,
                     std::vector<Column> columns)
    : wxPanel(&parent),
      implementation_(std::make_unique<Implementation>(*this, settings, name, std::move(columns))) {
  auto* sizer = new wxBoxSizer(wxVERTICAL);
  sizer->Add(implementation_->list, wxSizerFlags(1).Expand());
  sizer->Add(implementation_->said, wxSizerFlags().Expand());
  SetSizer(sizer);
  const wxSize kLeast(160, 80);
  SetMinSize(FromDIP(kLeast));
}

TableView::~TableView() {
  keep_columns(*implementation_->list, implementation_->model->sorted_by(),
               implementation_->settings, implementation_->name);
}

void TableView::show(std::vector<Row> rows) {
  if (!implementation_->model->holds(rows)) {
    implementation_->change([&] { implementation_->model->show(std::move(rows)); });
  }
}

void TableView::append(std::vector<Row> rows, std::size_t most) {
  if (!rows.empty()) {
    implementation_->change([&] { implementation_->model->append(std::move(rows), most); });
  }
}

std::size_t TableView::row_count() const {
  return implementation_->model->size();
}

const Row& TableView::row(std::size_t place) const {
  return implementation_->model->at(place);
}

std::optional<std::string> TableView::selected() const {
  const std::vector<std::string> keys = implementation_->selected_keys();
  return keys.empty() ? std::nullopt : std::optional(keys.front());
}

void TableView::select(const std::string& key) {
  const auto place = implementation_->model->place_of(key);
  if (!place) {
    return;
  }
  implementation_->list->UnselectAll();
  implementation_->list->SetCurrentItem(implementation_->item(*place));
  implementation_->list->Select(implementation_->item(*place));
  implementation_->list->EnsureVisible(implementation_->item(*place));
  implementation_->tell(implementation_->select_observers);  // wx tells of the user's doings alone
}

void TableView::on_select(std::function<void()> observer) {
  implementation_->select_observers.push_back(std::move(observer));
}

void TableView::on_activate(std::function<void()> observer) {
  implementation_->activate_observers.push_back(std::move(observer));
}

void TableView::scroll_to_end() {
  if (row_count() > 0) {
    GtkTreePath* last = gtk_tree_path_new_from_indices(static_cast<gint>(row_count() - 1), -1);
    gtk_tree_view_scroll_to_cell(implementation_->tree(), last, nullptr, FALSE, 0, 0);
    gtk_tree_path_free(last);
  }
}

bool TableView::is_at_end() const {
  GtkAdjustment* place = gtk_scrollable_get_vadjustment(GTK_SCROLLABLE(implementation_->tree()));
  constexpr double kPartOfRow = 8;
  return gtk_adjustment_get_value(place) + gtk_adjustment_get_page_size(place) + kPartOfRow >=
         gtk_adjustment_get_upper(place);
}

void TableView::sort_by(std::size_t column, bool ascending) {
  implementation_->sort(SortBy{column, ascending});
}

void TableView::select_all() {
  implementation_->list->SelectAll();
}

void TableView::copy() {
  Rows rows;
  for (const std::size_t place : implementation_->selected_places()) {
    rows.push_back(&implementation_->model->at(place));
  }
  const wxClipboardLocker clipboard;
  if (!rows.empty() && !!clipboard) {
    const std::string text = to_tabbed(implementation_->columns, rows);
    wxTheClipboard->SetData(new wxTextDataObject(wxString::FromUTF8(text)));
  }
}

std::string TableView::csv() const {
  return csv_of(implementation_->columns, implementation_->rows_shown());
}

void TableView::export_csv(const Trouble& trouble) {
  wxFileDialog dialog(this, "Export as CSV", "", implementation_->name + ".csv",
                      "CSV (*.csv)|*.csv", wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
  if (dialog.ShowModal() == wxID_OK) {
    write_csv(widget_bridge::from_wx(dialog.GetPath()), trouble);
  }
}

void TableView::write_csv(const std::string& file, const Trouble& trouble) {
  auto told = [this, trouble](const std::string& line) {
    implementation_->say(line);
    if (!line.empty() && trouble) {
      trouble(line);
    }
  };
  if (!implementation_->writer) {
    implementation_->writer =
        std::make_unique<widget_bridge::ThreadWorker>(implementation_->ui, log_line);
  }
  try {
    implementation_->writer->submit(
        [file, told, columns = implementation_->columns, rows = implementation_->rows_shown()] {
          return [told, line = trouble_of_writing(file, columns, rows)] { told(line); };
        });
  } catch (const widget_bridge::WorkerBusy& busy) {
    told(busy.what());
  }
}

}  // namespace orbbench::console
