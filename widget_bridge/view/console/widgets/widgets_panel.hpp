#pragma once

#include <wx/splitter.h>
#include <wx/stattext.h>

#include <cstdint>

#include "console/widget_board.hpp"
#include "frame/panel.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "widgets/widget_canvas.hpp"
#include "widgets/widget_create_bar.hpp"
#include "widgets/widget_details.hpp"

namespace orbbench::console {

/// The widgets of the core: a canvas of real controls, each bound to its object.
class WidgetsPanel : public Panel {
 public:
  WidgetsPanel(wxWindow& parent, Desk& desk);
  ~WidgetsPanel() override;

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;

  WidgetBoard& board() { return board_; }
  WidgetCanvas& canvas() { return *canvas_; }

 private:
  void lay_out();
  void create();
  void with_selected(void (WidgetBoard::*act)(std::int64_t));
  bool is_selected() const { return canvas_->selected().has_value(); }
  void toggle_enabled();
  void select_next(int by);
  std::vector<Action> edit_actions();
  std::vector<Action> view_actions();
  void show_lines();

  widget_bridge::ThreadWorker worker_;
  WidgetBoard board_;
  WidgetCreateBar* bar_;
  wxStaticText* state_;
  wxSplitterWindow* splitter_;
  WidgetCanvas* canvas_;
  WidgetDetails* details_;
  wxStaticText* notice_;
  std::uint64_t shown_ = 0;
  bool stale_ = true;
};

}  // namespace orbbench::console
