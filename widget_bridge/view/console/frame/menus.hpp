#pragma once

#include <wx/frame.h>

#include <string>
#include <vector>

#include "frame/action.hpp"

namespace orbbench::console {

struct Menu {
  std::string title;  ///< "View"; a letter of it becomes its mnemonic
  std::vector<Action> actions;
};

/// The frame's menu bar with those menus, in their order. Each entry does its action, is grey while
/// that is not possible and ticked while it is chosen.
void set_menus(wxFrame& frame, const std::vector<Menu>& menus);

/// One line for each key that has more than one action: "Ctrl+N: Widgets/New, Runs/New".
std::vector<std::string> keys_taken_twice(const std::vector<Menu>& menus);

/// Each title with a mnemonic, all different as far as their letters go: "&View".
std::vector<std::string> with_mnemonics(const std::vector<Menu>& menus);

/// Without mnemonics: "New widget…".
std::string plain_label(const Action& action);

}  // namespace orbbench::console
