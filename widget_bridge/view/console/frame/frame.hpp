#pragma once

#include <wx/frame.h>
#include <wx/notebook.h>
#include <wx/timer.h>

#include <cstdint>
#include <functional>
#include <vector>

#include "console/loop_probe.hpp"
#include "frame/connection_bar.hpp"
#include "frame/desk.hpp"
#include "frame/menus.hpp"
#include "frame/panel.hpp"
#include "frame/redraw_watch.hpp"
#include "frame/theme.hpp"

namespace orbbench::console {

/// The console's window: connection bar, a page for each panel, one menu each. On the UI thread.
class Frame : public wxFrame {
 public:
  /// `closed` is told when the user has closed it; the frame is hidden then, and its owner ends it.
  Frame(Desk& desk, std::function<void()> closed);
  ~Frame() override;

  /// The panel takes its parent from pages(). The frame owns it from then on.
  wxNotebook& pages() { return *pages_; }
  void add(Panel& panel);
  /// After the last panel: menus, and the page and theme that were chosen last.
  void complete();

  /// Those of its menu bar.
  std::vector<Menu> menus();
  ConnectionBar& connection_bar() { return *bar_; }
  LoopProbe& loop_probe() { return probe_; }
  Panel* current();
  void set_paused(bool paused);
  bool paused() const { return paused_; }
  void set_theme(Theme theme);

 private:
  std::vector<Action> console_actions();
  std::vector<Action> view_actions();
  std::vector<Action> table_actions();
  std::vector<Action> help_actions();
  std::vector<Action> actions_of(Panel& panel);
  void bind();
  void redraw();
  void keep_pace();
  void show_status();
  void set_status_widths();
  void note_trouble();
  void place();
  void keep_place();
  void show_page(std::size_t page);
  void show_about();
  void tell_trouble(const std::string& source, const std::string& trouble);

  Desk& desk_;
  std::function<void()> closed_;
  ConnectionBar* bar_;
  wxNotebook* pages_;
  std::vector<Panel*> panels_;
  Theme theme_ = Theme::System;
  bool paused_ = false;
  RedrawWatch redraws_;
  LoopProbe probe_;
  wxTimer redraw_timer_;
  wxTimer probe_timer_;
  wxTimer status_timer_;
};

}  // namespace orbbench::console
