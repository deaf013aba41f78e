#include "orbbench/widget_bridge/control_stage.hpp"

#include <algorithm>
#include <list>
#include <unordered_map>

#include "control.hpp"
#include "hidden_window.hpp"
#include "toolkit_trouble.hpp"

namespace orbbench::widget_bridge {

struct ControlStage::Implementation {
  struct Place {
    std::int64_t id;
    std::unique_ptr<Control> control;
  };
  using Places = std::list<Place>;

  explicit Implementation(std::size_t most) : capacity(std::max<std::size_t>(most, 1)) {}

  Control& bring(const Widget& widget);
  Control& add(const Widget& widget);
  bool remove(std::int64_t id);

  std::size_t capacity;
  std::unique_ptr<wxWindow, EndWindow> window = make_hidden_window();
  Places places;  // the one used last in front
  std::unordered_map<std::int64_t, Places::iterator> by_id;
};

Control& ControlStage::Implementation::bring(const Widget& widget) {
  const auto found = by_id.find(widget.id);
  if (found == by_id.end()) {
    return add(widget);
  }
  if (found->second->control->type() != widget.type) {
    remove(widget.id);
    return add(widget);
  }
  places.splice(places.begin(), places, found->second);
  found->second->control->show(widget);
  return *found->second->control;
}

Control& ControlStage::Implementation::add(const Widget& widget) {
  std::unique_ptr<Control> control = make_control(*window, widget);
  if (places.size() >= capacity) {
    remove(places.back().id);
  }
  places.push_front({widget.id, std::move(control)});
  by_id[widget.id] = places.begin();
  return *places.front().control;
}

bool ControlStage::Implementation::remove(std::int64_t id) {
  const auto found = by_id.find(id);
  if (found == by_id.end()) {
    return false;
  }
  places.erase(found->second);
  by_id.erase(found);
  return true;
}

ControlStage::ControlStage(std::size_t capacity)
    : implementation_(std::make_unique<Implementation>(capacity)) {}

ControlStage::~ControlStage() = default;

void ControlStage::show(const Widget& widget) {
  const ToolkitWatch watch;
  implementation_->bring(widget);
  watch.require_none("cannot show the control");
}

bool ControlStage::remove(std::int64_t id) {
  return implementation_->remove(id);
}

ControlValue ControlStage::react(const Widget& widget, const WidgetEvent& event) {
  const ToolkitWatch watch;
  Control& control = implementation_->bring(widget);
  control.react(event);
  watch.require_none("the control cannot take the event");
  return control.value();
}

std::map<WidgetType, std::size_t> ControlStage::count() const {
  std::map<WidgetType, std::size_t> numbers;
  for (const auto& place : implementation_->places) {
    ++numbers[place.control->type()];
  }
  return numbers;
}

}  // namespace orbbench::widget_bridge
