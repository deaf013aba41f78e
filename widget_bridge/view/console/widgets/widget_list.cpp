#include "widgets/widget_list.hpp"

#include <wx/dataview.h>

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "console/widget_operations.hpp"
#include "widgets/widget_holder.hpp"

namespace orbbench::console {
namespace {

std::vector<Column> widget_columns() {
  return {{"Id", Alignment::Right, 168},
          {"Type", Alignment::Left, 110},
          {"Label", Alignment::Left, 150},
          {"State", Alignment::Left, 110},
          {"Value", Alignment::Left, 120}};
}

std::string value_text(const widget_bridge::ControlValue& value) {
  return std::holds_alternative<std::monostate>(value) ? "" : text_of(argument_of(value));
}

Row row_of(const BoardWidget& widget) {
  const std::string id = std::to_string(widget.widget.id);
  const bool fine = widget.standing == Standing::There && widget.trouble.empty();
  return {.key = id,
          .cells = {id, std::string(widget_bridge::name_of(widget.widget.type)),
                    widget.widget.label, state_of(widget), value_text(widget.widget.value)},
          .mark = fine || widget.standing == Standing::Creating ? Row::Mark::None : Row::Mark::Bad};
}

std::optional<std::string> key_of(std::optional<std::int64_t> id) {
  return id ? std::optional(std::to_string(*id)) : std::nullopt;
}

}  // namespace

WidgetList::WidgetList(wxWindow& parent, Settings& settings,
                       std::function<void(std::int64_t)> chosen)
    : TableView(parent, settings, "all widgets", widget_columns()) {
  on_select([this, chosen = std::move(chosen)] {
    if (const auto key = selected()) {
      chosen(std::stoll(*key));
    }
  });
}

void WidgetList::show_all(const WidgetBoard& board, std::optional<std::int64_t> wanted) {
  std::vector<Row> rows;
  for (const auto& [id, widget] : board.widgets()) {
    rows.push_back(row_of(widget));
  }
  show(std::move(rows));
  select_as(wanted);
}

void WidgetList::select_as(std::optional<std::int64_t> id) {
  const auto key = key_of(id);
  if (key == selected()) {
    return;
  }
  if (key) {
    return select(*key);
  }
  for (wxWindow* child : GetChildren()) {
    if (auto* list = dynamic_cast<wxDataViewCtrl*>(child)) {
      list->UnselectAll();
    }
  }
}

}  // namespace orbbench::console
