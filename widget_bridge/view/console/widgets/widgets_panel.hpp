#pragma once

#include <wx/checkbox.h>
#include <wx/splitter.h>
#include <wx/stattext.h>

#include <cstdint>

#include "console/widget_board.hpp"
#include "frame/panel.hpp"
#include "memory/share_splitter.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "widgets/widget_canvas.hpp"
#include "widgets/widget_create_bar.hpp"
#include "widgets/widget_details.hpp"
#include "widgets/widget_list.hpp"

namespace orbbench::console {

/// The widgets of the core: a canvas of real controls, each bound to its object, and a table of
/// them all where the user wants it.
class WidgetsPanel : public Panel {
 public:
  WidgetsPanel(wxWindow& parent, Desk& desk);
  ~WidgetsPanel() override;

  std::vector<Action> actions() override;
  void connection_changed() override;
  void redraw() override;
  int redraws_per_second() const override { return 30; }

  WidgetBoard& board() { return board_; }
  WidgetCanvas& canvas() { return *canvas_; }
  WidgetList& list() { return *list_; }

 private:
  void lay_out();
  void split();
  void lay_out_left();
  void show_list(bool shown);
  void show_rows();
  void focus_selected();
  void create();
  void with_selected(void (WidgetBoard::*act)(std::int64_t));
  bool is_selected() const { return canvas_->selected().has_value(); }
  void toggle_enabled();
  void select_next(int by);
  std::vector<Action> edit_actions();
  std::vector<Action> view_actions();
  void show_lines();

  KeptPlaces places_;
  widget_bridge::ThreadWorker worker_;
  WidgetBoard board_;
  WidgetCreateBar* bar_;
  wxStaticText* state_;
  wxCheckBox* as_table_;
  wxSplitterWindow* splitter_;
  ShareSplitter* left_;
  WidgetCanvas* canvas_;
  WidgetList* list_;
  WidgetDetails* details_;
  wxStaticText* notice_;
  std::uint64_t shown_ = 0;
  bool stale_ = true;
};

}  // namespace orbbench::console
