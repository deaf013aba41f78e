#include "widget_core_service.hpp"

#include "http/health.hpp"
#include "http/widget_metrics.hpp"

namespace orbbench::widget_core {

WidgetCoreService::WidgetCoreService(const WidgetCoreOptions& options,
                                     service::ServiceMetrics& metrics,
                                     widget_bridge::UiThread& ui_thread,
                                     widget_bridge::ControlStage& stage)
    : core_(runtime_, options.core),
      database_(options.database, options.database_limits),
      redis_(options.redis_host, options.redis_port, options.redis_limits),
      cache_(redis_, options.cache_ttl),
      controls_(ui_thread, stage, metrics),
      parts_{database_,           cache_, core_, controls_, metrics, turns_, options.instance,
             options.call_timeout},
      invoker_(parts_),
      recovery_(parts_, options.recovery),
      usage_(database_, metrics),
      server_(options.server, metrics),
      endpoint_(options.server.host, options.metrics_port,
                [this] { return collect_metrics(parts_); }) {
  declare_gauges(parts_);
  add_widget_routes(server_, parts_);
  add_event_routes(server_, parts_);
  add_orb_routes(server_, parts_, invoker_);
  add_owner_routes(server_, parts_);
  add_usage_routes(server_, parts_);
  server_.observe([this](const service::ServedRequest& request) { usage_.note(request); });
  server_.route(service::Method::Get, "/health", [this](const service::Request&) {
    return service::Reply::json(200, read_health(parts_));
  });
  server_.start();
}

}  // namespace orbbench::widget_core
