#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "console/widget_events.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::console {

/// One edit of a widget that can be taken back: from `before` to `after`, of which the member that
/// the kind names counts. A Create has no `before`, a Destroy no `after`.
struct WidgetEdit {
  enum class Kind : std::uint8_t { Relabel, Move, Resize, Enable, Create, Destroy };
  Kind kind = Kind::Move;
  widget_bridge::Widget before;
  widget_bridge::Widget after;
  WidgetEvents events = {};  ///< of a destroyed widget, for when it comes back

  std::int64_t id() const { return kind == Kind::Create ? after.id : before.id; }
};

/// "move of 'Save'"
std::string name_of(const WidgetEdit& edit);

/// What takes it back.
WidgetEdit inverse(WidgetEdit edit);

/// Edits that can be undone and redone, the latest kMost of them.
class WidgetEdits {
 public:
  static constexpr std::size_t kMost = 100;

  /// A new one: what was undone before it cannot be redone any more.
  void add(WidgetEdit edit);
  void keep_to_undo(WidgetEdit edit);
  void keep_to_redo(WidgetEdit edit);
  std::optional<WidgetEdit> take_to_undo();
  std::optional<WidgetEdit> take_to_redo();

  /// The next one, or null.
  const WidgetEdit* to_undo() const { return undo_.empty() ? nullptr : &undo_.back(); }
  const WidgetEdit* to_redo() const { return redo_.empty() ? nullptr : &redo_.back(); }

  /// Nothing of that widget can be undone or redone from now on.
  void forget(std::int64_t id);
  void clear();

 private:
  std::deque<WidgetEdit> undo_;
  std::deque<WidgetEdit> redo_;
};

}  // namespace orbbench::console
