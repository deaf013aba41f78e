#pragma once

#include <wx/scrolwin.h>

#include <cstdint>
#include <map>
#include <optional>

#include "console/widget_board.hpp"
#include "widgets/widget_holder.hpp"

namespace orbbench::console {

/// The widgets of the board as real controls. On the UI thread.
class WidgetCanvas : public wxScrolledWindow {
 public:
  /// The board must outlive it.
  WidgetCanvas(wxWindow& parent, WidgetBoard& board);
  ~WidgetCanvas() override;

  /// Brings it to what the board knows, as far as a few milliseconds go: true once all is there.
  bool bring_up_to_date();

  std::optional<std::int64_t> selected() const { return selected_; }
  void select(std::optional<std::int64_t> id);
  void on_select(std::function<void()> observer) { observer_ = std::move(observer); }
  /// Null while it is not shown.
  WidgetHolder* holder(std::int64_t id);

 private:
  void drop_gone();
  void show(const BoardWidget& widget);
  void place(WidgetHolder& holder, const widget_bridge::Widget& widget);
  void measure();

  WidgetBoard& board_;
  std::map<std::int64_t, WidgetHolder*> holders_;
  std::optional<std::int64_t> selected_;
  std::function<void()> observer_;
  wxSize extent_;
};

}  // namespace orbbench::console
