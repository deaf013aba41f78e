#include "console/widget_edits.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace orbbench::console {
namespace {

using Kind = WidgetEdit::Kind;

constexpr std::array<std::string_view, 6> kNames{
    "relabelling", "move", "new size", "enabling or disabling", "creation", "destruction"};
static_assert(kNames.size() == static_cast<std::size_t>(Kind::Destroy) + 1);

void keep(std::deque<WidgetEdit>& edits, WidgetEdit edit) {
  edits.push_back(std::move(edit));
  if (edits.size() > WidgetEdits::kMost) {
    edits.pop_front();
  }
}

std::optional<WidgetEdit> take(std::deque<WidgetEdit>& edits) {
  if (edits.empty()) {
    return std::nullopt;
  }
  WidgetEdit edit = std::move(edits.back());
  edits.pop_back();
  return edit;
}

}  // namespace

std::string name_of(const WidgetEdit& edit) {
  const auto& widget = edit.kind == Kind::Create ? edit.after : edit.before;
  return std::string(kNames[static_cast<std::size_t>(edit.kind)]) + " of '" + widget.label + "'";
}

WidgetEdit inverse(WidgetEdit edit) {
  std::swap(edit.before, edit.after);
  if (edit.kind == Kind::Create) {
    edit.kind = Kind::Destroy;
  } else if (edit.kind == Kind::Destroy) {
    edit.kind = Kind::Create;
  }
  return edit;
}

void WidgetEdits::add(WidgetEdit edit) {
  redo_.clear();
  keep_to_undo(std::move(edit));
}

void WidgetEdits::keep_to_undo(WidgetEdit edit) {
  keep(undo_, std::move(edit));
}

void WidgetEdits::keep_to_redo(WidgetEdit edit) {
  keep(redo_, std::move(edit));
}

std::optional<WidgetEdit> WidgetEdits::take_to_undo() {
  return take(undo_);
}

std::optional<WidgetEdit> WidgetEdits::take_to_redo() {
  return take(redo_);
}

void WidgetEdits::forget(std::int64_t id) {
  const auto is_of_it = [id](const WidgetEdit& edit) { return edit.id() == id; };
  std::erase_if(undo_, is_of_it);
  std::erase_if(redo_, is_of_it);
}

void WidgetEdits::clear() {
  undo_.clear();
  redo_.clear();
}

}  // namespace orbbench::console
