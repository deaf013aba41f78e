// The entries of the frame's own menus.

#include <wx/aboutdlg.h>
#include <wx/window.h>

#include <string>
#include <utility>

#include "frame/frame.hpp"
#include "frame/keys_window.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {
namespace {

TableView* first_table(wxWindow& below) {
  if (auto* table = dynamic_cast<TableView*>(&below)) {
    return table->IsShownOnScreen() ? table : nullptr;
  }
  for (wxWindow* child : below.GetChildren()) {
    if (TableView* table = first_table(*child)) {
      return table;
    }
  }
  return nullptr;
}

// The one that has the focus, else the first that is to be seen.
TableView* table_meant(Frame& frame) {
  for (wxWindow* window = wxWindow::FindFocus(); window != nullptr; window = window->GetParent()) {
    if (auto* table = dynamic_cast<TableView*>(window)) {
      return table;
    }
  }
  Panel* panel = frame.current();
  return panel == nullptr ? nullptr : first_table(*panel);
}

}  // namespace

std::vector<Menu> Frame::menus() {
  std::vector<Menu> all{{"Console", console_actions()}, {"View", view_actions()}};
  for (Panel* panel : panels_) {
    all.push_back({panel->name(), actions_of(*panel)});
  }
  all.push_back({"Table", table_actions()});
  all.push_back({"Help", help_actions()});
  return all;
}

std::vector<Action> Frame::console_actions() {
  return {
      {.label = "Choose a &core",
       .keys = "Ctrl+L",
       .help = "Type the address of a core, or choose one of those remembered",
       .run = [this] { bar_->take_focus(); }},
      {.label = "C&onnect",
       .keys = "Ctrl+G",
       .help = "Go to the core of that address",
       .run = [this] { bar_->connect(); },
       .possible = [this] { return bar_->can_connect(); }},
      {.label = "&Disconnect",
       .keys = "Ctrl+Shift+G",
       .help = "Leave the core",
       .run = [this] { bar_->disconnect(); },
       .possible = [this] { return bar_->can_disconnect(); }},
      {.label = "&Quit",
       .keys = "Ctrl+Q",
       .help = "End the console; runs that it has started are cancelled",
       .run = [this] { Close(); }},
  };
}

std::vector<Action> Frame::view_actions() {
  std::vector<Action> actions;
  for (std::size_t page = 0; page < panels_.size(); ++page) {
    const std::string number = std::to_string(page + 1);
    actions.push_back({.label = "&" + number + " " + panels_[page]->name(),
                       .keys = "Ctrl+" + number,
                       .help = "Show the panel " + panels_[page]->name(),
                       .run = [this, page] { show_page(page); }});
  }
  actions.push_back({.label = "&Pause",
                     .keys = "Ctrl+Alt+P",
                     .help = "What is shown stands still; what comes goes on being recorded",
                     .run = [this] { set_paused(!paused_); },
                     .possible = {},
                     .chosen = [this] { return paused_; }});
  const auto add_theme = [&](const char* label, const char* keys, const char* help, Theme theme) {
    actions.push_back({.label = label,
                       .keys = keys,
                       .help = help,
                       .run = [this, theme] { set_theme(theme); },
                       .possible = {},
                       .chosen = [this, theme] { return theme_ == theme; }});
  };
  add_theme("&System theme", "Ctrl+F7", "Colours as the desktop has them", Theme::System);
  add_theme("&Light theme", "Ctrl+F8", "Dark text on a light background", Theme::Light);
  add_theme("&Dark theme", "Ctrl+F9", "Light text on a dark background", Theme::Dark);
  return actions;
}

// From wherever its keys are pressed: the user sees what they do.
std::vector<Action> Frame::actions_of(Panel& panel) {
  std::vector<Action> actions = panel.actions();
  for (Action& action : actions) {
    action.run = [this, &panel, run = std::move(action.run)] {
      show_page(static_cast<std::size_t>(pages_->FindPage(&panel)));
      run();
    };
  }
  return actions;
}

std::vector<Action> Frame::table_actions() {
  const auto there = [this] { return table_meant(*this) != nullptr; };
  return {
      {.label = "&Copy rows",
       .keys = "Ctrl+Alt+C",
       .help = "The rows that are selected, with their titles, to the clipboard",
       .run = [this] { table_meant(*this)->copy(); },
       .possible = there},
      {.label = "Select &all rows",
       .keys = "Ctrl+Alt+A",
       .help = "All rows of the table",
       .run = [this] { table_meant(*this)->select_all(); },
       .possible = there},
      {.label = "&Export as CSV…",
       .keys = "Ctrl+Alt+E",
       .help = "All rows of the table to a file",
       .run =
           [this] {
             table_meant(*this)->export_csv(
                 [this](const std::string& trouble) { tell_trouble("table", trouble); });
           },
       .possible = there},
  };
}

std::vector<Action> Frame::help_actions() {
  return {
      {.label = "&Keys",
       .keys = "F1",
       .help = "All actions and their keys",
       .run = [this] { show_keys_window(*this, desk_.settings, menus()); }},
      {.label = "&About",
       .keys = "Shift+F1",
       .help = "The version of this console",
       .run = [this] { show_about(); }},
  };
}

void Frame::show_about() {
  wxAboutDialogInfo info;
  info.SetName("orbbench console");
  info.SetVersion(ORBBENCH_VERSION);
  info.SetDescription("Watch, call, validate and soak a CORBA core");
  wxAboutBox(info, this);
}

}  // namespace orbbench::console
