#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/service/service_metrics.hpp"
#include "orbbench/widget_bridge/control_stage.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::widget_core {

/// The widgets' controls, reached from the threads that serve requests. Thread-safe.
class Controls {
 public:
  /// `stage` is touched on the UI thread only.
  Controls(widget_bridge::UiThread& thread, widget_bridge::ControlStage& stage,
           service::ServiceMetrics& metrics);

  /// Brings the control up to date, or leaves it to the next use when the UI thread is too busy: a
  /// change that is committed cannot fail any more.
  void show(const widget_bridge::Widget& widget, const std::string& operation);
  void remove(std::int64_t widget_id);

  /// Each throws HttpError 503 when the UI thread does not come to it in time; react 422 for an
  /// event that the type cannot have; render 500 where it cannot be drawn.
  widget_bridge::ControlValue react(const widget_bridge::Widget& widget,
                                    const widget_bridge::WidgetEvent& event,
                                    orb_client::Deadline deadline);
  widget_bridge::ImageOctets render(const widget_bridge::Widget& widget, widget_bridge::Size size,
                                    widget_bridge::ImageFormat format,
                                    orb_client::Deadline deadline);

  /// The live ones by type; as they were last counted, when the UI thread is too busy.
  std::map<widget_bridge::WidgetType, std::size_t> count();

 private:
  void count_operation(const std::string& operation);

  widget_bridge::UiThread& thread_;
  widget_bridge::ControlStage& stage_;
  service::ServiceMetrics& metrics_;
  std::mutex mutex_;
  std::map<widget_bridge::WidgetType, std::size_t> last_count_;
};

}  // namespace orbbench::widget_core
