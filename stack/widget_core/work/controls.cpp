#include "work/controls.hpp"

#include <stdexcept>

#include "orbbench/service/http.hpp"
#include "orbbench/service/log.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::Deadline;
using service::HttpError;
using widget_bridge::UiThreadBusy;

constexpr std::chrono::milliseconds kPatience{250};

[[noreturn]] void throw_busy() {
  throw HttpError(503, "SERVICE_UNAVAILABLE", "Widget loop busy",
                  "the thread of the controls did not come to it in time");
}

}  // namespace

Controls::Controls(widget_bridge::UiThread& thread, widget_bridge::ControlStage& stage,
                   service::ServiceMetrics& metrics)
    : thread_(thread), stage_(stage), metrics_(metrics) {
  metrics_.declare_counter("wxwidgets_widget_operations_total", "What was done with controls");
}

void Controls::show(const widget_bridge::Widget& widget, const std::string& operation) {
  count_operation(operation);
  try {
    thread_.call(Deadline::after(kPatience), [&] { stage_.show(widget); });
  } catch (const UiThreadBusy& busy) {
    service::log(service::LogLevel::Warning, "control_not_shown", {{"reason", busy.what()}});
  } catch (const std::runtime_error& error) {
    service::log(service::LogLevel::Error, "control_not_made", {{"reason", error.what()}});
  }
}

void Controls::remove(std::int64_t widget_id) {
  count_operation("delete");
  try {
    thread_.call(Deadline::after(kPatience), [&] { stage_.remove(widget_id); });
  } catch (const UiThreadBusy& busy) {
    service::log(service::LogLevel::Warning, "control_not_removed", {{"reason", busy.what()}});
  }
}

widget_bridge::ControlValue Controls::react(const widget_bridge::Widget& widget,
                                            const widget_bridge::WidgetEvent& event,
                                            Deadline deadline) {
  count_operation("event");
  try {
    return thread_.call(deadline, [&] { return stage_.react(widget, event); });
  } catch (const UiThreadBusy&) {
    throw_busy();
  } catch (const std::invalid_argument& error) {
    throw HttpError(422, "UNPROCESSABLE", "Event not possible", error.what());
  }
}

widget_bridge::ImageOctets Controls::render(const widget_bridge::Widget& widget,
                                            widget_bridge::Size size,
                                            widget_bridge::ImageFormat format, Deadline deadline) {
  count_operation("render");
  try {
    return thread_.call(deadline, [&] { return widget_bridge::render(widget, size, format); });
  } catch (const UiThreadBusy&) {
    throw_busy();
  } catch (const std::runtime_error& error) {
    service::log(service::LogLevel::Error, "render_failed", {{"reason", error.what()}});
    throw HttpError(500, "RENDER_FAILED", "Rendering failed", "the control could not be drawn");
  }
}

std::map<widget_bridge::WidgetType, std::size_t> Controls::count() {
  try {
    auto counted = thread_.call(Deadline::after(kPatience), [&] { return stage_.count(); });
    const std::lock_guard lock(mutex_);
    return last_count_ = std::move(counted);
  } catch (const UiThreadBusy&) {
    const std::lock_guard lock(mutex_);
    return last_count_;
  }
}

void Controls::count_operation(const std::string& operation) {
  metrics_.count("wxwidgets_widget_operations_total", {{"operation", operation}});
}

}  // namespace orbbench::widget_core
