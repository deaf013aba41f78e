#include <set>
#include <utility>

#include "console/widget_board.hpp"
#include "console/widget_operations.hpp"

namespace orbbench::console {

void WidgetBoard::connection_changed() {
  const ConnectionState before = std::exchange(state_, connection_.state());
  ++revision_;
  const auto& session = connection_.session();
  if (session && session->address().core != core_) {
    begin_anew();
    core_ = session->address().core;
  }
  if (state_ == ConnectionState::Connected && before != ConnectionState::Connected) {
    list();
  }
}

void WidgetBoard::begin_anew() {
  if (!widgets_.empty()) {
    log_.write(LogLevel::Info, "widgets",
               "left " + std::to_string(widgets_.size()) + " widgets of " + core_);
  }
  widgets_.clear();
  edits_.clear();
  edits_under_way_ = 0;
  listing_ = false;
  list_again_ = false;
  notice_.clear();
  ++turn_;
}

void WidgetBoard::list() {
  if (listing_) {
    list_again_ = true;  // what is under way may have been read before
    return;
  }
  const auto listing = std::make_shared<WidgetListing>();
  listing_ = true;
  const bool sent = submit(
      [listing](CoreSession& session) -> std::optional<orb_client::Argument> {
        *listing = list_widgets(session, kMost);
        return std::nullopt;
      },
      [this, listing](const WidgetOutcome& outcome) {
        listing_ = false;
        if (outcome.end == WidgetOutcome::End::Done) {
          merge(*listing);
        }
        if (std::exchange(list_again_, false)) {
          list();
        }
      });
  if (!sent) {
    listing_ = false;
  }
}

void WidgetBoard::merge(const WidgetListing& listing) {
  std::set<std::int64_t> held;
  WidgetPlaces places = free_places();
  for (const auto& found : listing.widgets) {
    if (const auto area = kept_area(found.widget_id)) {
      places.take(area->position);
    }
  }
  for (const auto& found : listing.widgets) {
    held.insert(found.widget_id);
    merge_one(found, places);
  }
  for (auto& [id, widget] : widgets_) {
    // What is being created was not there yet when the list was read.
    if (listing.complete && widget.standing != Standing::Creating && !held.contains(id)) {
      widget.standing = Standing::Gone;
      widget.trouble = "the core does not hold it any more";
    }
  }
  if (!listing.complete) {
    note("the core holds more than 500 widgets: only the first 500 are looked at");
  }
}

void WidgetBoard::merge_one(const orb_client::WidgetDescription& found, WidgetPlaces& places) {
  const auto type = widget_bridge::widget_type_named(found.type_name);
  if (BoardWidget* widget = known(found.widget_id)) {
    if (widget->standing != Standing::There) {
      widget->standing = Standing::There;
      widget->trouble.clear();
      keep_area(widget->widget);
    }
    widget->widget.label = as_utf8(found.label);
    return;
  }
  if (widgets_.size() >= kMost) {
    return note("the board holds 500 widgets, which is all it can: the core holds more");
  }
  widget_bridge::Widget shown;
  shown.id = found.widget_id;
  shown.type = type.value_or(widget_bridge::WidgetType::CorbaWidget);
  shown.label = as_utf8(found.label);
  const auto area = kept_area(found.widget_id);
  shown.position = area ? area->position : places.next();
  shown.size = area ? area->size : kUsualWidgetSize;
  keep_area(shown);
  add(std::move(shown), Standing::There, SecretState::Unknown);
  if (!type) {
    known(found.widget_id)->trouble =
        "a type that the console does not know: " + as_utf8(found.type_name) +
        "; shown as corba_widget";
  }
}

std::optional<WidgetArea> WidgetBoard::kept_area(std::int64_t id) const {
  return places_ == nullptr ? std::nullopt : places_->find(core_, id);
}

void WidgetBoard::keep_area(const widget_bridge::Widget& widget) {
  if (places_ != nullptr) {
    places_->keep(core_, widget.id, {*widget.position, *widget.size});
  }
}

void WidgetBoard::forget_area(std::int64_t id) {
  if (places_ != nullptr) {
    places_->forget(core_, id);
  }
}

}  // namespace orbbench::console
