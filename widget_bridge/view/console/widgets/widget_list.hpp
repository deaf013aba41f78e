#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "console/settings.hpp"
#include "console/widget_board.hpp"
#include "tables/table_view.hpp"

namespace orbbench::console {

/// All widgets of the board as a table. On the UI thread.
class WidgetList : public TableView {
 public:
  /// `chosen` is told which one is selected now. The settings must outlive it.
  WidgetList(wxWindow& parent, Settings& settings, std::function<void(std::int64_t id)> chosen);

  /// Brings it to what the board knows, with that one selected, or none.
  void show_all(const WidgetBoard& board, std::optional<std::int64_t> wanted);

 private:
  void select_as(std::optional<std::int64_t> id);
};

}  // namespace orbbench::console
