#pragma once

#include <wx/panel.h>

#include <string>
#include <vector>

#include "frame/action.hpp"
#include "frame/desk.hpp"

namespace orbbench::console {

/// One page of the console's window. Everything on the UI thread; nothing in it may wait for a
/// core, a file or a process.
class Panel : public wxPanel {
 public:
  /// `name` is that of its tab and its menu: "Widgets". The desk outlives it.
  Panel(wxWindow& parent, Desk& desk, const std::string& name);

  const std::string& name() const { return name_; }

  /// The entries of its menu.
  virtual std::vector<Action> actions() { return {}; }

  /// The Connection has changed.
  virtual void connection_changed() {}

  /// Brings what it shows up to date: from the one timer of the window, only while it is to be
  /// seen and not paused. Takes under 10 ms.
  virtual void redraw() {}
  /// How often, 30 at the most. Each time wakes the window up, and a core that is measured on the
  /// same processors pays for it: more than the usual only where a hand is waiting.
  virtual int redraws_per_second() const { return 10; }

  /// Paused: what is shown stands still, and what comes goes on being recorded.
  virtual void set_paused(bool paused) { paused_ = paused; }
  bool paused() const { return paused_; }

 protected:
  Desk& desk() { return desk_; }

 private:
  Desk& desk_;
  std::string name_;
  bool paused_ = false;
};

}  // namespace orbbench::console
