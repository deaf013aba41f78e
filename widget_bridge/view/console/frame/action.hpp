#pragma once

#include <functional>
#include <string>

namespace orbbench::console {

/// Something that the user can have done, from a menu and by its keys.
struct Action {
  std::string label;                    ///< "&New widget…"
  std::string keys = {};                ///< "Ctrl+N"; empty for none
  std::string help;                     ///< one line, for status bar and tooltip
  std::function<void()> run;            ///< on the UI thread
  std::function<bool()> possible = {};  ///< empty for always
  std::function<bool()> chosen = {};    ///< of what is on or off: whether it is on
};

}  // namespace orbbench::console
