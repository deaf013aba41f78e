#include "console/widget_board.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <utility>

#include "console/widget_operations.hpp"

namespace orbbench::console {
namespace {

using Kind = WidgetEdit::Kind;

constexpr std::array<std::string_view, 4> kStandings{"creating", "there", "gone", "unsure"};

std::int64_t random_id() {
  constexpr std::uint64_t kBits = (std::uint64_t{1} << 62) - 1;
  std::uint64_t number = 0;
  randombytes_buf(&number, sizeof number);
  return static_cast<std::int64_t>(number & kBits) + 1;
}

std::string size_text(int first, const char* between, int second) {
  return std::to_string(first) + between + std::to_string(second);
}

std::string detail_of(const WidgetEdit& step) {
  switch (step.kind) {
    case Kind::Move:
      return "to " + size_text(step.after.position->x, ", ", step.after.position->y);
    case Kind::Resize:
      return "to " + size_text(step.after.size->width, " x ", step.after.size->height);
    case Kind::Enable:
      return step.after.enabled ? "enabled" : "disabled";
    default:
      return {};
  }
}

std::string_view what_of(Kind kind) {
  constexpr std::array<std::string_view, 6> kNames{"relabel", "move",   "resize",
                                                   "enable",  "create", "destroy"};
  return kNames[static_cast<std::size_t>(kind)];
}

bool is_label(const std::string& label) {
  return !label.empty() && label.size() <= widget_bridge::kMaxLabelOctets &&
         label.find('\0') == std::string::npos;
}

}  // namespace

std::string_view name_of(Standing standing) {
  return kStandings[static_cast<std::size_t>(standing)];
}

WidgetBoard::WidgetBoard(Connection& connection, widget_bridge::Worker& worker, LogBook& log,
                         KeptPlaces* places)
    : connection_(connection), worker_(worker), log_(log), places_(places) {
  connection_changed();
}

std::optional<std::int64_t> WidgetBoard::create(widget_bridge::WidgetType type,
                                                const std::string& label, WidgetSecret secret) {
  if (!is_label(label)) {
    note("a label has 1 to 255 octets");
    return std::nullopt;
  }
  if (secret.octets().size() > kMostSecretOctets) {
    note("a secret has 65536 octets at the most");
    return std::nullopt;
  }
  if (widgets_.size() >= kMost) {
    note("the board holds 500 widgets, which is all it can: destroy one first");
    return std::nullopt;
  }
  WidgetEdit edit{.kind = Kind::Create, .before = {}, .after = {}};
  edit.after.id = random_id();
  edit.after.type = type;
  edit.after.label = label;
  edit.after.position = free_places().next();
  edit.after.size = kUsualWidgetSize;
  send_create(edit, edit, Origin::New, std::move(secret));
  return find(edit.after.id) == nullptr ? std::nullopt : std::optional(edit.after.id);
}

void WidgetBoard::relabel(std::int64_t id, const std::string& label) {
  const BoardWidget* widget = find(id);
  if (widget == nullptr || widget->widget.label == label) {
    return;
  }
  if (!is_label(label)) {
    return note("a label has 1 to 255 octets");
  }
  WidgetEdit edit{.kind = Kind::Relabel, .before = widget->widget, .after = widget->widget};
  edit.after.label = label;
  carry_out(edit, Origin::New);
}

void WidgetBoard::move(std::int64_t id, widget_bridge::Position place) {
  const BoardWidget* widget = find(id);
  place = {std::clamp(place.x, 0, kFarthest), std::clamp(place.y, 0, kFarthest)};
  if (widget == nullptr || widget->widget.position == place) {
    return;
  }
  WidgetEdit edit{.kind = Kind::Move, .before = widget->widget, .after = widget->widget};
  edit.after.position = place;
  carry_out(edit, Origin::New);
}

void WidgetBoard::resize(std::int64_t id, widget_bridge::Size size) {
  const BoardWidget* widget = find(id);
  size = {std::clamp(size.width, kSmallest.width, kLongestSide),
          std::clamp(size.height, kSmallest.height, kLongestSide)};
  if (widget == nullptr || widget->widget.size == size) {
    return;
  }
  WidgetEdit edit{.kind = Kind::Resize, .before = widget->widget, .after = widget->widget};
  edit.after.size = size;
  carry_out(edit, Origin::New);
}

void WidgetBoard::enable(std::int64_t id, bool enabled) {
  const BoardWidget* widget = find(id);
  if (widget == nullptr || widget->widget.enabled == enabled) {
    return;
  }
  WidgetEdit edit{.kind = Kind::Enable, .before = widget->widget, .after = widget->widget};
  edit.after.enabled = enabled;
  carry_out(edit, Origin::New);
}

void WidgetBoard::destroy(std::int64_t id) {
  const BoardWidget* widget = find(id);
  if (widget == nullptr || widget->standing == Standing::Creating) {
    return;
  }
  if (widget->standing == Standing::Gone) {
    edits_.forget(id);
    widgets_.erase(id);
    forget_area(id);
    return note("");
  }
  carry_out({.kind = Kind::Destroy, .before = widget->widget, .after = {}}, Origin::New);
}

void WidgetBoard::undo() {
  if (edits_under_way_ > 0) {
    return note("an edit is on its way to the core: undo after it");
  }
  if (const auto edit = edits_.take_to_undo()) {
    carry_out(*edit, Origin::Undo);
  }
}

void WidgetBoard::redo() {
  if (edits_under_way_ > 0) {
    return note("an edit is on its way to the core: redo after it");
  }
  if (const auto edit = edits_.take_to_redo()) {
    carry_out(*edit, Origin::Redo);
  }
}

void WidgetBoard::carry_out(const WidgetEdit& edit, Origin origin) {
  const WidgetEdit step = origin == Origin::Undo ? inverse(edit) : edit;
  switch (step.kind) {
    case Kind::Relabel:
      return send_relabel(edit, step, origin);
    case Kind::Create:
      return send_create(edit, step, origin, {});
    case Kind::Destroy:
      return send_destroy(edit, step, origin);
    default:
      change_here(step);
      return done(edit, origin);
  }
}

void WidgetBoard::change_here(const WidgetEdit& step) {
  BoardWidget* changed = known(step.id());
  if (changed == nullptr) {
    return;
  }
  switch (step.kind) {
    case Kind::Move:
      changed->widget.position = step.after.position;
      break;
    case Kind::Resize:
      changed->widget.size = step.after.size;
      break;
    default:
      changed->widget.enabled = step.after.enabled;
  }
  keep_area(changed->widget);
  changed->events.add({.what = std::string(what_of(step.kind)), .detail = detail_of(step)});
  note("");
}

void WidgetBoard::done(WidgetEdit edit, Origin origin) {
  switch (origin) {
    case Origin::New:
      return edits_.add(std::move(edit));
    case Origin::Undo:
      return edits_.keep_to_redo(std::move(edit));
    case Origin::Redo:
      return edits_.keep_to_undo(std::move(edit));
  }
}

// One that the core was not reached with can be tried again; one that it refused cannot.
void WidgetBoard::not_done(const WidgetEdit& edit, Origin origin, const WidgetOutcome& outcome) {
  if (outcome.end != WidgetOutcome::End::Missed) {
    return;
  }
  if (origin == Origin::Undo) {
    edits_.keep_to_undo(edit);
  } else if (origin == Origin::Redo) {
    edits_.keep_to_redo(edit);
  }
}

const BoardWidget* WidgetBoard::find(std::int64_t id) const {
  const auto found = widgets_.find(id);
  return found == widgets_.end() ? nullptr : &found->second;
}

BoardWidget* WidgetBoard::known(std::int64_t id) {
  const auto found = widgets_.find(id);
  return found == widgets_.end() ? nullptr : &found->second;
}

BoardWidget& WidgetBoard::add(widget_bridge::Widget widget, Standing standing, SecretState secret) {
  const std::int64_t id = widget.id;
  BoardWidget& added = widgets_[id];
  added = {.widget = std::move(widget), .standing = standing, .secret = secret};
  return added;
}

WidgetPlaces WidgetBoard::free_places() const {
  WidgetPlaces places;
  for (const auto& [id, widget] : widgets_) {
    places.take(*widget.widget.position);
  }
  return places;
}

std::string WidgetBoard::why_not() const {
  switch (connection_.state()) {
    case ConnectionState::Connected:
      return {};
    case ConnectionState::Lost:
      return "the core is lost: " + connection_.trouble();
    case ConnectionState::Connecting:
      return "the core is being connected to";
    case ConnectionState::Disconnected:
      break;
  }
  return "no core is connected";
}

void WidgetBoard::note(std::string text) {
  notice_ = std::move(text);
  ++revision_;
  if (!notice_.empty()) {
    log_.write(LogLevel::Warning, "widgets", notice_);
  }
}

}  // namespace orbbench::console
