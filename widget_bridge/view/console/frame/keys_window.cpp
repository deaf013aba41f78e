#include "frame/keys_window.hpp"

#include <wx/dialog.h>
#include <wx/sizer.h>

#include <string>

#include "frame/accessible.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {
namespace {

constexpr const char* kName = "Keys";

std::vector<Row> rows_of(const std::vector<Menu>& menus) {
  std::vector<Row> rows;
  for (const Menu& menu : menus) {
    for (const Action& action : menu.actions) {
      const std::string label = plain_label(action);
      rows.push_back({.key = menu.title + "/" + label,
                      .cells = {menu.title, label, action.keys, action.help}});
    }
  }
  return rows;
}

}  // namespace

void show_keys_window(Frame& frame, Settings& settings, const std::vector<Menu>& menus) {
  if (wxWindow* shown = wxWindow::FindWindowByName(kName, &frame)) {
    shown->Raise();
    return;
  }
  auto* window =
      new wxDialog(&frame, wxID_ANY, "Keys", wxDefaultPosition, frame.FromDIP(wxSize(760, 520)),
                   wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER);
  name_accessibly(*window, kName);
  auto* table = new TableView(*window, settings, "All keys",
                              {{.title = "Menu", .width = 90},
                               {.title = "Action", .width = 200},
                               {.title = "Keys", .width = 110},
                               {.title = "What it does", .width = 340}});
  table->show(rows_of(menus));
  auto* sizer = new wxBoxSizer(wxVERTICAL);
  sizer->Add(table, wxSizerFlags(1).Expand());
  window->SetSizer(sizer);
  window->Bind(wxEVT_CLOSE_WINDOW, [window](wxCloseEvent&) { window->Destroy(); });
  window->Bind(wxEVT_CHAR_HOOK, [window](wxKeyEvent& event) {
    if (event.GetKeyCode() == WXK_ESCAPE) {
      window->Close();
    } else {
      event.Skip();
    }
  });
  window->Show();
}

}  // namespace orbbench::console
