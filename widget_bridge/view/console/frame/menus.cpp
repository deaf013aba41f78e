#include "frame/menus.hpp"

#include <wx/accel.h>
#include <wx/menu.h>

#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::from_wx;
using widget_bridge::to_wx;

void watch_state(wxFrame& frame, int id, const Action& action) {
  if (!action.possible && !action.chosen) {
    return;
  }
  frame.Bind(
      wxEVT_UPDATE_UI,
      [possible = action.possible, chosen = action.chosen](wxUpdateUIEvent& event) {
        if (possible) {
          event.Enable(possible());
        }
        if (chosen) {
          event.Check(chosen());
        }
      },
      id);
}

void add_entry(wxFrame& frame, wxMenu& menu, const Action& action) {
  const std::string label = action.keys.empty() ? action.label : action.label + "\t" + action.keys;
  wxMenuItem* entry = menu.Append(wxID_ANY, to_wx(label), to_wx(action.help),
                                  action.chosen ? wxITEM_CHECK : wxITEM_NORMAL);
  frame.Bind(
      wxEVT_MENU,
      [run = action.run, possible = action.possible](wxCommandEvent&) {
        // The keys may come before the entry has turned grey.
        if (!possible || possible()) {
          run();
        }
      },
      entry->GetId());
  watch_state(frame, entry->GetId(), action);
}

// As one key is always named in one way, whatever the order of its modifiers in the text.
std::string same_name(const std::string& keys) {
  wxAcceleratorEntry entry;
  return entry.FromString(to_wx(keys)) ? from_wx(entry.ToRawString()) : keys;
}

}  // namespace

std::string plain_label(const Action& action) {
  return from_wx(wxMenuItem::GetLabelText(to_wx(action.label)));
}

std::vector<std::string> with_mnemonics(const std::vector<Menu>& menus) {
  std::set<int> taken;
  std::vector<std::string> titles;
  for (const Menu& menu : menus) {
    std::string title = menu.title;
    for (std::size_t place = 0; place < title.size(); ++place) {
      if (taken.insert(std::tolower(static_cast<unsigned char>(title[place]))).second) {
        title.insert(place, 1, '&');
        break;
      }
    }
    titles.push_back(std::move(title));
  }
  return titles;
}

std::vector<std::string> keys_taken_twice(const std::vector<Menu>& menus) {
  std::map<std::string, std::vector<std::string>> actions;
  for (const Menu& menu : menus) {
    for (const Action& action : menu.actions) {
      if (!action.keys.empty()) {
        actions[same_name(action.keys)].push_back(menu.title + "/" + plain_label(action));
      }
    }
  }
  std::vector<std::string> lines;
  for (const auto& [keys, names] : actions) {
    if (names.size() > 1) {
      std::string line = keys + ":";
      for (const std::string& name : names) {
        line += (line.ends_with(':') ? " " : ", ") + name;
      }
      lines.push_back(line);
    }
  }
  return lines;
}

void set_menus(wxFrame& frame, const std::vector<Menu>& menus) {
  const std::vector<std::string> titles = with_mnemonics(menus);
  auto* bar = new wxMenuBar;
  for (std::size_t index = 0; index < menus.size(); ++index) {
    auto* menu = new wxMenu;
    for (const Action& action : menus[index].actions) {
      add_entry(frame, *menu, action);
    }
    bar->Append(menu, to_wx(titles[index]));
  }
  frame.SetMenuBar(bar);
}

}  // namespace orbbench::console
