#pragma once

#include <wx/checkbox.h>
#include <wx/combobox.h>
#include <wx/scrolwin.h>
#include <wx/spinctrl.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "console/settings.hpp"
#include "console/widget_board.hpp"
#include "tables/table_view.hpp"

class wxButton;
class wxFlexGridSizer;

namespace orbbench::console {

/// What is known of the selected widget, and what can be done with it: label, state, place and
/// size, operations, events. On the UI thread.
class WidgetDetails : public wxScrolledWindow {
 public:
  /// Both must outlive it.
  WidgetDetails(wxWindow& parent, Settings& settings, WidgetBoard& board);

  void show(std::optional<std::int64_t> id);

  void relabel();
  void invoke();
  void edit_label();
  void focus_operation();
  TableView& events() { return *events_; }

 private:
  void make_fields();
  void make_area(wxFlexGridSizer& grid);
  void bind();
  void place_changed();
  void size_changed();
  void offer_example();
  void show_widget(const BoardWidget& widget);
  void show_nothing();
  void show_events(const BoardWidget& widget);

  WidgetBoard& board_;
  std::optional<std::int64_t> id_;
  widget_bridge::Widget shown_;  ///< what the fields were last brought to
  bool filled_ = false;          ///< the fields are about that widget
  std::uint64_t shown_events_ = 0;
  std::string example_;

  wxWindow* fields_;
  wxStaticText* what_;
  wxTextCtrl* number_;
  wxTextCtrl* label_;
  wxButton* relabel_;
  wxCheckBox* enabled_;
  std::array<wxSpinCtrl*, 4> area_;  ///< x, y, width, height
  wxComboBox* operation_;
  wxTextCtrl* parameters_;
  wxButton* invoke_;
  wxTextCtrl* result_;
  TableView* events_;
};

}  // namespace orbbench::console
