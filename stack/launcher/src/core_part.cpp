#include <nlohmann/json.hpp>

#include "announcement.hpp"
#include "core_call.hpp"
#include "orbbench/launcher/free_port.hpp"
#include "part.hpp"
#include "port_attempts.hpp"
#include "ports.hpp"

namespace orbbench::launcher {
namespace {

using nlohmann::json;

constexpr const char* kHost = "127.0.0.1";
constexpr std::chrono::milliseconds kCallTime{1000};

void check(const StackOptions& options) {
  require_program(options.core_binary, "core", "--core-binary");
  require_free({{"the core", "--core-port", options.ports.core},
                {"the core's metrics", "--metrics-port", options.ports.core_metrics}});
}

struct CorePorts {
  std::uint16_t iiop = 0;
  std::uint16_t metrics = 0;
};

CorePorts former_or_wanted(const PartContext& context) {
  if (const auto& former = context.endpoints().core) {
    return {former->port, former->metrics_port};
  }
  return {context.options().ports.core, context.options().ports.core_metrics};
}

std::vector<std::string> server_arguments(const StackOptions& options, const CorePorts& ports) {
  std::vector<std::string> arguments{"--listen",       kHost,
                                     "--port",         std::to_string(ports.iiop),
                                     "--metrics-port", std::to_string(ports.metrics)};
  if (options.fault_injection == FaultInjection::Enabled) {
    arguments.push_back("--enable-faults");
  }
  return arguments;
}

CoreEndpoint endpoint_of(const json& announcement, pid_t pid) {
  const std::uint16_t port = announcement.at("iiop_port");
  const std::uint16_t metrics_port = announcement.at("metrics_port");
  return {.host = kHost,
          .port = port,
          .reference = announcement.at("reference"),
          .corbaloc =
              "corbaloc:iiop:1.2@" + std::string(kHost) + ":" + std::to_string(port) + "/OrbCore",
          .metrics_port = metrics_port,
          .metrics_url =
              "http://" + std::string(kHost) + ":" + std::to_string(metrics_port) + "/metrics",
          .pid = pid};
}

CoreEndpoint bring_up(PartContext& context, CorePorts ports) {
  if (ports.iiop == 0) {
    ports.iiop = find_free_port();  // by number: omniORB takes a port again at once only then
  }
  const auto process =
      context.spawn(context.options().core_binary, server_arguments(context.options(), ports));
  const CoreEndpoint endpoint = endpoint_of(await_announcement(context, *process), process->pid());
  context.await_ready(*process, [&] { return core_answers(endpoint.reference, kCallTime); });
  return endpoint;
}

Publication start(PartContext& context) try {
  const CorePorts ports = former_or_wanted(context);
  const auto choice = ports.iiop == 0 ? PortChoice::Free : PortChoice::Fixed;
  const CoreEndpoint endpoint =
      start_on_ports(context, choice, [&] { return bring_up(context, ports); });
  return [endpoint](Endpoints& endpoints) { endpoints.core = endpoint; };
} catch (const json::exception& error) {
  throw PartFailure(std::string("its READY line cannot be read: ") + error.what());
} catch (const std::invalid_argument& error) {
  throw PartFailure(std::string("its reference cannot be used: ") + error.what());
}

}  // namespace

Part core_part() {
  return {"core", "core", {}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
