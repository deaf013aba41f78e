#include <fcntl.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "gateway_files.hpp"
#include "health.hpp"
#include "orbbench/gateway/configuration.hpp"
#include "orbbench/launcher/free_port.hpp"
#include "part.hpp"
#include "port_attempts.hpp"
#include "ports.hpp"
#include "programs.hpp"
#include "secret_file.hpp"
#include "service_process.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

namespace fs = std::filesystem;

fs::path require_haproxy() {
  const auto program = find_program("haproxy");
  if (!program) {
    throw StackError(kExitInvalid,
                     "HAProxy is not installed: apt-get install haproxy, or leave the part gateway "
                     "out");
  }
  return *program;
}

void check(const StackOptions& options) {
  require_haproxy();
  require_free({{"the gateway", "--gateway-port", options.ports.gateway}});
}

gateway::GatewaySettings settings_of(const PartContext& context) {
  const Endpoints& endpoints = context.endpoints();
  const StackOptions& options = context.options();
  const GatewayFiles files(context.folder().parent_path());
  gateway::GatewaySettings settings;
  settings.host = kServiceHost;
  settings.admin_socket = files.admin_socket;
  settings.revocations_file = files.revocations;
  settings.script = context.folder() / "gateway.lua";
  for (const WidgetCoreEndpoint& core : endpoints.widget_cores) {
    settings.widget_cores.push_back({core.name, core.host, core.port});
  }
  settings.security = {"security", endpoints.security.value().host, endpoints.security->port};
  settings.rate_limit.requests = options.gateway_limits.requests;
  settings.rate_limit.window = options.gateway_limits.window;
  settings.allowed_origins = options.allowed_origins;
  return settings;
}

void write_file(const PartContext& context, const fs::path& path, std::string_view text) {
  fs::remove(path);
  write_secret(path, std::string(text), context.account());
}

/// HAProxy reads it when it starts; the security service writes it, where there is something.
void ensure_revocations_file(const PartContext& context, const fs::path& path) {
  const process::FileDescriptor file(
      checked(open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600), path.c_str()));
  if (context.account()) {
    checked(fchown(file.number(), context.account()->uid, context.account()->gid), path.c_str());
  }
}

/// Whether it serves, and, in the stack's start, has found every service healthy: later some may be
/// lost, which keeps no gateway from coming back.
bool is_ready(const PartContext& context, std::uint16_t port) {
  const auto health = ask_health(port);
  return health && (context.endpoints().gateway ||
                    nlohmann::json::parse(*health).value("status", "") == "ok");
}

GatewayEndpoint bring_up(PartContext& context, gateway::GatewaySettings settings) {
  settings.port = settings.port != 0 ? settings.port : find_free_port();
  settings.metrics_port = settings.metrics_port != 0 ? settings.metrics_port : find_free_port();
  const fs::path configuration = context.folder() / "haproxy.cfg";
  write_file(context, configuration, gateway::render(settings));
  const std::string key = read_secret(context.endpoints().security.value().jwt_key_file);
  const auto process = context.spawn(require_haproxy(), {"-db", "-f", configuration.string()},
                                     {std::string(gateway::kKeyVariable) + "=" + key});
  context.await_ready(*process, [&] { return is_ready(context, settings.port); });
  return {.host = kServiceHost,
          .port = settings.port,
          .url = url_of(settings.port),
          .metrics_port = settings.metrics_port,
          .metrics_url = url_of(settings.metrics_port, "/metrics"),
          .admin_socket = settings.admin_socket.string(),
          .revocations_file = settings.revocations_file.string(),
          .pid = process->pid()};
}

Publication start(PartContext& context) try {
  gateway::GatewaySettings settings = settings_of(context);
  settings.port = context.options().ports.gateway;
  if (const auto& former = context.endpoints().gateway) {
    settings.port = former->port;
    settings.metrics_port = former->metrics_port;
  }
  write_file(context, settings.script, gateway::script());
  ensure_revocations_file(context, settings.revocations_file);
  const auto choice = settings.port == 0 ? PortChoice::Free : PortChoice::Fixed;
  const GatewayEndpoint endpoint =
      start_on_ports(context, choice, [&] { return bring_up(context, settings); });
  return [endpoint](Endpoints& endpoints) { endpoints.gateway = endpoint; };
} catch (const std::invalid_argument& error) {
  throw PartFailure(error.what());
}

}  // namespace

Part gateway_part() {
  return {"gateway", "gateway", {"security", "widget_core"}, SIGTERM, check, start};
}

}  // namespace orbbench::launcher
