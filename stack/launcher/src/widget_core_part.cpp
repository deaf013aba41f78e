#include <algorithm>

#include "announcement.hpp"
#include "part.hpp"
#include "ports.hpp"
#include "service_process.hpp"

namespace orbbench::launcher {
namespace {

void check(const StackOptions& options) {
  require_program(options.widget_core_binary, "widget core", "--widget-core-binary");
  require_free(
      {{"the widget core", "--widget-port", options.ports.widget_core},
       {"the widget core's metrics", "--widget-metrics-port", options.ports.widget_core_metrics}});
}

ServicePorts former_or_wanted(const PartContext& context, unsigned number,
                              const std::string& name) {
  const auto& known = context.endpoints().widget_cores;
  const auto former = std::ranges::find(known, name, &WidgetCoreEndpoint::name);
  if (former != known.end()) {
    return {former->port, former->metrics_port};
  }
  const StackPorts& wanted = context.options().ports;
  return number == 1 ? ServicePorts{wanted.widget_core, wanted.widget_core_metrics}
                     : ServicePorts{};
}

void enter(Endpoints& endpoints, const WidgetCoreEndpoint& endpoint) {
  auto& known = endpoints.widget_cores;
  std::erase_if(known, [&](const WidgetCoreEndpoint& one) { return one.name == endpoint.name; });
  known.push_back(endpoint);
  std::ranges::sort(known, {}, [](const WidgetCoreEndpoint& one) {
    return std::pair(one.name.size(), one.name);  // widget-core-10 after widget-core-9
  });
}

Publication start(PartContext& context, unsigned number, const std::string& name) {
  const Endpoints& endpoints = context.endpoints();
  std::vector<std::string> arguments = database_arguments(context);
  arguments.insert(arguments.end(),
                   {"--instance", name, "--redis-host", endpoints.redis.value().host,
                    "--redis-port", std::to_string(endpoints.redis.value().port)});
  const auto& further = context.options().widget_core_arguments;
  // Who names endpoints means those, in their order.
  if (std::ranges::find(further, "--orb-endpoints") == further.end()) {
    arguments.insert(arguments.end(), {"--orb-endpoints", endpoints.core.value().corbaloc});
  }
  arguments.insert(arguments.end(), further.begin(), further.end());
  const DisplayEndpoint display = endpoints.display.value();
  const ServiceProcess service = start_service(
      context, context.options().widget_core_binary, former_or_wanted(context, number, name),
      arguments, {"DISPLAY=" + display.display, "XAUTHORITY=" + display.authority});
  const WidgetCoreEndpoint endpoint{.name = name,
                                    .host = kServiceHost,
                                    .port = service.ports.http,
                                    .url = url_of(service.ports.http),
                                    .metrics_port = service.ports.metrics,
                                    .metrics_url = url_of(service.ports.metrics, "/metrics"),
                                    .pid = service.pid};
  return [endpoint](Endpoints& published) { enter(published, endpoint); };
}

}  // namespace

Part widget_core_part(unsigned number) {
  const std::string name = "widget-core-" + std::to_string(number);
  return {"widget_core",
          name,
          {"postgres", "redis", "core", "display"},
          SIGTERM,
          check,
          [number, name](PartContext& context) { return start(context, number, name); }};
}

}  // namespace orbbench::launcher
