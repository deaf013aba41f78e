#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "orbbench/widget_bridge/widget.hpp"
#include "orbbench/widget_bridge/widget_event.hpp"

namespace orbbench::widget_bridge {

/// The live wx controls of the widgets, in a window that is never shown. Needs a WxEventLoop, which
/// outlives it. Everything, its end included, on the UI thread only.
class ControlStage {
 public:
  static constexpr std::size_t kMaxTextCharacters = 4096;  ///< in a textbox

  /// Keeps at most that many controls (1 or more); the one used longest ago goes first and is made
  /// anew when it is needed.
  explicit ControlStage(std::size_t capacity = 4096);
  ~ControlStage();
  ControlStage(const ControlStage&) = delete;
  ControlStage& operator=(const ControlStage&) = delete;

  /// Makes the control, or brings it to this state. Throws std::invalid_argument for a label or
  /// text that is not UTF-8 or holds a NUL, and for a value that the type cannot have.
  void show(const Widget& widget);

  /// Whether there was one.
  bool remove(std::int64_t id);

  /// Feeds the event to the real control (shown first as the widget says) and returns the control's
  /// value after it: a click toggles a checkbox, a key goes into a textbox, State moves a slider.
  /// A checkbox, a slider and a textbox without a value count as false, 0 and ""; the other types
  /// have none. Throws std::invalid_argument for an event that the type cannot have (a key where
  /// there is no focus: label, panel, container; a State of another type of value) and as show()
  /// does; a disabled control does not react to clicks, keys and values.
  ControlValue react(const Widget& widget, const WidgetEvent& event);

  /// The number of live controls by type; types without any are absent.
  std::map<WidgetType, std::size_t> count() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

using ImageOctets = std::vector<std::uint8_t>;

enum class ImageFormat { Png, Svg };

/// Draws the control, really laid out at that size (1 to 2000 each way), into an image of exactly
/// that size. Only on the UI thread. Throws std::invalid_argument for another size and as
/// ControlStage::show() does, std::runtime_error where it cannot be drawn.
ImageOctets render(const Widget& widget, Size size, ImageFormat format);

}  // namespace orbbench::widget_bridge
