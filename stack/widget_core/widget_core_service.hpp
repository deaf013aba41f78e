#pragma once

#include <cstdint>

#include "http/routes.hpp"
#include "orbbench/metrics/endpoint.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "usage/usage_book.hpp"
#include "widget_core_options.hpp"
#include "work/recovery.hpp"

namespace orbbench::widget_core {

/// The running service. Made on the main thread, whose event loop must run until stop() has
/// returned.
class WidgetCoreService {
 public:
  /// Throws what its parts do, when a port is taken for one.
  WidgetCoreService(const WidgetCoreOptions& options, service::ServiceMetrics& metrics,
                    widget_bridge::UiThread& ui_thread, widget_bridge::ControlStage& stage);

  std::uint16_t port() const { return server_.port(); }
  std::uint16_t metrics_port() const { return endpoint_.port(); }

  /// Returns when the requests under way have their replies. By one thread.
  void stop() {
    server_.stop();
    recovery_.stop();
    usage_.stop();
  }

 private:
  orb_client::OrbRuntime runtime_;
  CoreLink core_;
  service::DatabasePool database_;
  service::RedisPool redis_;
  WidgetCache cache_;
  Controls controls_;
  WidgetTurns turns_;
  Parts parts_;
  Invoker invoker_;
  Recovery recovery_;
  UsageBook usage_;
  service::HttpServer server_;
  metrics::MetricsEndpoint endpoint_;
};

}  // namespace orbbench::widget_core
